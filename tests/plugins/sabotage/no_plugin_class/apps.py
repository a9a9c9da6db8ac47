from django.apps import AppConfig


class NoPluginClassConfig(AppConfig):
    name = "plugins.no_plugin_class"
