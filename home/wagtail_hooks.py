from wagtail import hooks
from wagtail.images.image_operations import FilterOperation
from wagtail.rich_text.feature_registry import FeatureRegistry

from home.light import Light
from home.rich_links import LinkToTranslation

AFTER_WAGTAILS_OWN = 10


@hooks.register("register_rich_text_features", order=AFTER_WAGTAILS_OWN)
def links_lead_to_translations(features: FeatureRegistry) -> None:
    features.register_link_type(LinkToTranslation)


@hooks.register("register_image_operations")
def pictures_stay_light() -> list[tuple[str, type[FilterOperation]]]:
    return [("light", Light)]
