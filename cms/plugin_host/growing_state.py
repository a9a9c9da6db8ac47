"""The models as migrations see them, to which a new one is added without rendering all that are related to it again."""

from collections.abc import Iterator
from typing import Any, Self

from django.apps.registry import Apps
from django.db import models
from django.db.migrations.state import ModelState, ProjectState


class GrowingState(ProjectState):
    """Django's state of a project, in which a model that was not there is rendered alone.

    Django renders everything that is related to it anew, and what is related to that: with Wagtail nearly all models
    there are, for each of some two hundred, a third of what migrating an empty database costs. Nothing that is there
    has changed, though: what a new model adds to another, its relation backwards, Django adds while it renders the new
    one. What replaces a model goes Django's way.
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
        rendered = self.__dict__.pop("apps")  # without any, nothing is rendered again
        super().add_model(model_state)
        self.__dict__["apps"] = rendered
        rendered.render_multiple([model_state])

    def _are_own(self, model_state: ModelState) -> bool:
        """Whether the models that one relates to were rendered here: else their classes are those of another state.

        A copy of a state shares them until they are rendered again, and they look for relations in the other one.
        """
        return all(model._meta.apps is self.apps for model in _related(model_state, self.apps))


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
