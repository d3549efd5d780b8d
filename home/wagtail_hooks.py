from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry

from home.rich_links import LinkToTranslation

AFTER_WAGTAILS_OWN = 10


@hooks.register("register_rich_text_features", order=AFTER_WAGTAILS_OWN)
def links_lead_to_translations(features: FeatureRegistry) -> None:
    features.register_link_type(LinkToTranslation)
