from cms.plugin_api import DemoContext


def load(context: DemoContext) -> None:
    pass


def link_to_activities(context: DemoContext) -> None:
    pass
