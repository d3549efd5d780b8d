"""Every address, in the order they are tried; Wagtail's pages last."""

from importlib.util import find_spec

from django.apps import apps
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from config.health import healthz, readyz
from config.media import media

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", media, name="media"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("", include("camps.urls")),
    path("", include("home.urls")),
]
if find_spec("signup.views.invite") and find_spec("signup.views.my_data"):
    urlpatterns.append(path("", include("signup.urls")))
if apps.is_installed("demo") and find_spec("demo.urls"):
    urlpatterns.append(path("demo/", include("demo.urls")))
urlpatterns += i18n_patterns(path("", include(wagtail_urls)), prefix_default_language=False)
