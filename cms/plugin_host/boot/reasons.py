"""Why a plugin is not loaded, as a text with places to fill in: English here, translated where a person reads it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


def gettext_noop(text: str) -> str:
    """Mark a text for the catalogues. Django's own function of that name would need Django."""
    return text


_MANIFEST = {
    "unreadable": gettext_noop("plugin.toml cannot be read: %(error)s"),
    "no_table": gettext_noop("plugin.toml has no table [plugin]."),
    "unknown_field": gettext_noop("plugin.toml: there is no field %(field)s."),
    "missing_field": gettext_noop("plugin.toml: %(field)s is missing."),
    "not_text": gettext_noop("plugin.toml: %(field)s must be a text."),
    "not_yes_or_no": gettext_noop("plugin.toml: %(field)s must be true or false."),
    "not_list": gettext_noop("plugin.toml: %(field)s must be a list of texts."),
    "not_table": gettext_noop("plugin.toml: %(field)s must be a table of texts."),
    "not_its_app": gettext_noop("plugin.toml: %(field)s: there is no such app in apps."),
    "two_languages": gettext_noop("plugin.toml: %(field)s must be given in Japanese (ja) and English (en)."),
    "bad_slug": gettext_noop(
        "plugin.toml: %(field)s: “%(value)s” must be lower-case letters, digits and single underscores,"
        " begin with a letter and have at most 40 characters."
    ),
    "bad_version": gettext_noop("plugin.toml: %(field)s: “%(value)s” is not a version number."),
    "bad_api": gettext_noop("plugin.toml: api: “%(value)s” is not a version such as 1.0."),
    "bad_specifier": gettext_noop("plugin.toml: %(field)s: “%(value)s” does not say which versions, such as >=1.0."),
}
_COMPATIBILITY = {
    "slug_taken": gettext_noop("The slug %(slug)s is taken by %(owner)s."),
    "api_other": gettext_noop("It was written for version %(wanted)s of the plugin API; this site has %(present)s."),
    "package_missing": gettext_noop("It needs the package %(package)s (%(wanted)s), which is not installed."),
    "package_version": gettext_noop("It needs %(package)s %(wanted)s; %(present)s is installed."),
    "plugin_missing": gettext_noop("It needs the plugin %(other)s, which is not here."),
    "plugin_version": gettext_noop("It needs the plugin %(other)s %(wanted)s; %(present)s is here."),
    "plugin_not_loaded": gettext_noop("It needs the plugin %(other)s, which is not loaded."),
    "circle": gettext_noop("Plugins wait for one another in a circle: %(circle)s."),
    "switched_off": gettext_noop("It is switched off by CMS_PLUGINS_OFF."),
    "not_a_package": gettext_noop("The entry point %(entry)s names no package that is installed."),
}
_LOADING = {
    "door": gettext_noop("%(module)s cannot be imported: %(error)s"),
    "failed": gettext_noop("%(step)s failed: %(error)s"),
    "ended": gettext_noop("It ended the whole process (%(how)s) at %(place)s."),
    "endless": gettext_noop("It did not come to an end within %(seconds)s seconds at %(place)s."),
    "together": gettext_noop("It works alone but not together with %(others)s: %(error)s"),
    "core_failed": gettext_noop("It could not be looked at, because the site itself does not start: %(error)s"),
    "not_plugin": gettext_noop("apps.py must have one class that derives from cms.plugin_api.Plugin."),
    "wrong_label": gettext_noop("apps.py: the label is %(label)s; it must be the slug, %(slug)s."),
    "label_taken": gettext_noop("The app label %(label)s is taken by %(owner)s."),
    "check": gettext_noop("A system check found an error: %(error)s"),
    "catalogue": gettext_noop("%(file)s is not a message catalogue: %(error)s"),
}
_MIGRATIONS = {
    "migration_graph": gettext_noop("Its migrations cannot be put in order: %(error)s"),
    "run_before": gettext_noop("Its migration %(migration)s wants to run before one of %(app)s, which is not its own."),
    "unnamed_need": gettext_noop(
        "Its migration %(migration)s depends on the plugin %(other)s, which plugin.toml does not name under needs."
    ),
    "foreign_tables": gettext_noop("It changes the tables of %(app)s, which are not its own."),
    "not_migrated": gettext_noop("Its models have changes without a migration: run manage.py makemigrations %(label)s"),
}
_CONTRIBUTIONS = {
    "not_a_contribution": gettext_noop("contribute() gave %(value)s, which is not a contribution."),
    "impure": gettext_noop("contribute() gave something else when it was called again: %(what)s"),
    "unknown_kind": gettext_noop("plugin.toml: provides: there is no kind of contribution “%(kind)s”."),
    "undeclared": gettext_noop("%(place)s: plugin.toml does not declare “%(kind)s” under provides."),
    "duplicate": gettext_noop("%(place)s: %(kind)s “%(key)s” is there twice."),
    "key_taken": gettext_noop(
        "%(place)s: the key “%(key)s” of a kind of search results is taken by %(owner)s. Choose another."
    ),
    "bad_key": gettext_noop(
        "%(place)s: %(field)s “%(value)s” must be lower-case letters, digits and underscores and begin with a letter."
    ),
    "bad_mail_kind": gettext_noop(
        "%(place)s: name “%(value)s” must begin with “%(slug)s.”, then lower-case words with dots between them."
    ),
    "unknown_name": gettext_noop("%(place)s: %(field)s: there is no “%(value)s”. There are: %(known)s"),
    "unknown_model": gettext_noop("%(place)s: %(field)s: there is no model “%(value)s”."),
    "not_page": gettext_noop("%(place)s: %(field)s: “%(value)s” is not a page model."),
    "foreign_model": gettext_noop("%(place)s: %(field)s: “%(value)s” is not a model of this plugin."),
    "not_extension": gettext_noop("%(place)s: %(field)s: “%(value)s” does not derive from EventExtension."),
    "bad_panel": gettext_noop("%(place)s: panel cannot be used: %(error)s"),
    "signature": gettext_noop("%(place)s: %(field)s is called as %(call)s, which %(function)s does not take."),
    "not_callable": gettext_noop("%(place)s: %(field)s must be a function."),
    "bad_template": gettext_noop("%(place)s: template %(value)s: %(error)s"),
    "bad_block": gettext_noop("%(place)s: factory must return a StreamField block; it gave %(value)s"),
    "bad_urls": gettext_noop("%(place)s: the URLs of %(value)s cannot be used: %(error)s"),
    "foreign_module": gettext_noop("%(place)s: %(field)s: “%(value)s” is not a module of this plugin."),
    "own_receiver": gettext_noop("%(place)s: it listens to a signal by itself. Use receiver of cms.plugin_api."),
    "bad_interval": gettext_noop("%(place)s: when must be longer than nothing."),
}
TEXTS: Mapping[str, str] = _MANIFEST | _COMPATIBILITY | _LOADING | _MIGRATIONS | _CONTRIBUTIONS


@dataclass(frozen=True)
class Reason:
    """A key of `TEXTS` and what to fill in. `str()` is English; `cms.plugin_host.words.reason` translates."""

    key: str
    params: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return TEXTS[self.key] % self.params


def reasons_to_json(reasons: Iterable[Reason]) -> list[Any]:
    return [[reason.key, dict(reason.params)] for reason in reasons]


def reasons_from_json(kept: Iterable[Any]) -> tuple[Reason, ...]:
    """Return the reasons; raise ValueError when one is not among those we know."""
    found = tuple(Reason(key, params) for key, params in kept)
    if any(reason.key not in TEXTS for reason in found):
        raise ValueError("unknown reason")
    return found
