"""Every address, in the order they are tried; Wagtail's pages last."""

from django.apps import apps
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from django.urls.resolvers import RoutePattern
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from config.health import healthz, readyz
from config.limited import at_most
from config.media import media
from desk.access.urls import invitation
from desk.views import styleguide
from home.search.views import in_a_minute, search
from home.sitemap import PagesInAllLanguages
from payments.views import webhook

handler500 = "config.faults.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("invitation/<str:token>/", invitation, name="invitation"),
    path("admin/", include("desk.access.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("", include(styleguide.urlpatterns)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", media, name="media"),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": PagesInAllLanguages}}, name="sitemap"),
    # include() refuses a language prefix inside a namespace, for no reason that holds here
    URLResolver(RoutePattern(""), "signup.urls", app_name="signup", namespace="signup"),
    path("payments/webhook/", at_most(1200, webhook), name="stripe_webhook"),
    path("", include("mail.urls")),
    path("", include("home.urls")),
]
if apps.is_installed("demo"):
    urlpatterns.append(path("demo/", include("demo.urls")))
urlpatterns += i18n_patterns(
    path("search/", at_most(60, search, in_a_minute), name="search"),
    path("", include("camps.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
