"""The models as migrations see them, rendered anew only where what is rendered would be another.

Django renders everything that is related to a model anew, and what is related to that, whatever has changed of it: with
Wagtail nearly all models there are.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

from django.apps.registry import Apps
from django.db import models
from django.db.migrations.state import ModelState, ProjectState

#: What is told of a field and neither reaches the database nor relates it to anything: labels, and what forms look at.
WORDS = frozenset({"choices", "editable", "error_messages", "help_text", "validators", "verbose_name"})


class GrowingState(ProjectState):
    """Django's state of a project, in which little is rendered anew.

    - A model that was not there is rendered alone. Nothing that is there has changed: what a new model adds to another,
      its relation backwards, Django adds while it renders the new one. What replaces a model goes Django's way.
    - An index or a constraint is put down at the model rendered here: nothing else of it, or of another, depends on it.
    - A field of which only `WORDS` change stays as it was rendered: who migrates asks for its column.

    Of what migrating an empty database costs, the three take more than half.
    """

    @classmethod
    def of(cls, state: ProjectState) -> Self:
        """Take over a state whose models are not rendered yet."""
        return cls(models=state.models, real_apps=state.real_apps)

    def clone(self) -> Self:
        copy = super().clone()
        copy.__class__ = type(self)  # Django names its own class there
        return copy  # type: ignore[return-value]

    def add_model(self, model_state: ModelState) -> None:
        is_new = (model_state.app_label, model_state.name_lower) not in self.models
        if "apps" not in self.__dict__ or not is_new or not self._are_own(model_state):
            super().add_model(model_state)
            return
        with self._not_rendering():
            super().add_model(model_state)
        self.apps.render_multiple([model_state])

    def _append_option(self, app_label: str, model_name: str, option_name: str, obj: models.Index) -> None:
        """Where Django puts an index or a constraint down: in the model's state, and in what is rendered of it.

        What another state has rendered is left as it is there: who migrates backwards compares the two.
        """
        meta = self.apps.get_model(app_label, model_name)._meta if "apps" in self.__dict__ else None
        if meta is None or meta.apps is not self.apps:
            super()._append_option(app_label, model_name, option_name, obj)  # type: ignore[misc]
            return
        with self._not_rendering():
            super()._append_option(app_label, model_name, option_name, obj)  # type: ignore[misc]
        setattr(meta, option_name, [*getattr(meta, option_name), obj])
        meta.__dict__.pop("total_unique_constraints", None)  # what it has counted of them

    def alter_field(
        self, app_label: str, model_name: str, name: str, field: models.Field[Any, Any], preserve_default: bool
    ) -> None:
        before = self.models[app_label, model_name].fields[name]
        if not preserve_default or _without_words(before) != _without_words(field):
            super().alter_field(app_label, model_name, name, field, preserve_default)
            return
        with self._not_rendering():
            super().alter_field(app_label, model_name, name, field, preserve_default)

    @contextmanager
    def _not_rendering(self) -> Iterator[None]:
        """Have Django change the state alone: it renders nothing where nothing is rendered yet."""
        rendered = self.__dict__.pop("apps", None)
        yield
        if rendered is not None:
            self.__dict__["apps"] = rendered

    def _are_own(self, model_state: ModelState) -> bool:
        """Whether the models that one relates to were rendered here: else their classes are those of another state.

        A copy of a state shares them until they are rendered again, and they look for relations in the other one.
        """
        return all(model._meta.apps is self.apps for model in _related(model_state, self.apps))


def _without_words(field: models.Field[Any, Any]) -> tuple[str, list[Any], dict[str, Any]]:
    """What a field is, and how it is told to be, without its `WORDS`: those that are nothing to its column.

    The choices of an enumeration, for one, are the type of its column.
    """
    _name, path, positional, told = field.deconstruct()
    words = WORDS.intersection(field.non_db_attrs)
    return path, list(positional), {key: value for key, value in told.items() if key not in words}


def _related(model_state: ModelState, apps: Apps) -> Iterator[type[models.Model]]:
    """Yield the models that one derives from and points to, of those that are there."""
    named: list[Any] = [base for base in model_state.bases if isinstance(base, str)]
    for field in model_state.fields.values():
        if field.is_relation and field.remote_field:
            named += [field.remote_field.model, getattr(field.remote_field, "through", None)]
    for name in named:
        label = name if isinstance(name, str) else getattr(getattr(name, "_meta", None), "label", "")
        app, _, model = label.rpartition(".")
        try:
            yield apps.get_model(app or model_state.app_label, model)
        except LookupError:
            continue  # itself, or one that comes later
