"""A model that is new in migrations is rendered alone; those that are related to it know it as in Django's own way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ModelState, ProjectState

from cms.plugin_host.growing_state import GrowingState


def row(name: str, /, *, parent: str = "", bases: tuple[str, ...] = ()) -> ModelState:
    fields: list[tuple[str, models.Field]] = [] if bases else [("id", models.AutoField(primary_key=True))]
    if parent:
        fields.append(("parent", models.ForeignKey(f"tried.{parent}", models.CASCADE, related_name=f"{name}_rows")))
    if bases:
        fields.append(
            (
                "base",
                models.OneToOneField(bases[0], models.CASCADE, parent_link=True, primary_key=True, auto_created=True),
            )
        )
    return ModelState("tried", name, fields, bases=bases or (models.Model,))


def rendered(state: ProjectState) -> ProjectState:
    for each in (row("Tree"), row("Branch", parent="Tree")):
        state.add_model(each)
    assert len(list(state.apps.get_models())) == 2
    return state


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the models that are rendered, each time one is."""
    names: list[str] = []
    render = ModelState.render

    def counted(self: ModelState, apps: object) -> object:
        names.append(self.name)
        return render(self, apps)

    monkeypatch.setattr(ModelState, "render", counted)
    return names


def relations(state: ProjectState, name: str) -> set[str]:
    return {relation.get_accessor_name() for relation in state.apps.get_model("tried", name)._meta.related_objects}


def test_a_new_model_is_rendered_alone(times: list[str]) -> None:
    state = rendered(GrowingState())
    times.clear()
    state.add_model(row("Leaf", parent="Branch"))
    assert times == ["Leaf"]


def test_control_django_renders_all_that_are_related(times: list[str]) -> None:
    state = rendered(ProjectState())
    times.clear()
    state.add_model(row("Leaf", parent="Branch"))
    assert sorted(times) == ["Branch", "Leaf", "Tree"]


@pytest.mark.parametrize("kind", [GrowingState, ProjectState])
def test_those_it_points_to_know_it(kind: type[ProjectState]) -> None:
    state = rendered(kind())
    assert relations(state, "Branch") == set()
    state.add_model(row("Leaf", parent="Branch"))
    state.add_model(row("Fork", bases=("tried.branch",)))
    assert relations(state, "Branch") == {"Leaf_rows", "fork"}
    leaf, branch = (state.apps.get_model("tried", name) for name in ("Leaf", "Branch"))
    assert leaf._meta.get_field("parent").related_model is branch
    assert issubclass(state.apps.get_model("tried", "Fork"), branch)


@pytest.mark.parametrize("kind", [GrowingState, ProjectState])
def test_one_that_another_points_to_may_come_after_it_once_both_are_there(kind: type[ProjectState]) -> None:
    """As in a migration of several: what is created with it but comes later is known to those before."""
    state = rendered(kind())
    nest, bird = row("Nest", parent="Tree"), row("Bird", parent="Nest")
    for each in (nest, bird, row("Egg", parent="Bird")):
        state.add_model(each)
    assert [relations(state, name) for name in ("Tree", "Nest", "Bird")] == [
        {"Branch_rows", "Nest_rows"}, {"Bird_rows"}, {"Egg_rows"}
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [GrowingState, ProjectState])
def test_one_that_others_waited_for_is_known_to_them(kind: type[ProjectState]) -> None:
    state = rendered(kind())
    state.add_model(row("Egg", parent="Bird"))
    state.add_model(row("Bird"))
    assert relations(state, "Bird") == {"Egg_rows"}
    egg, bird = (state.apps.get_model("tried", name) for name in ("Egg", "Bird"))
    assert egg._meta.get_field("parent").related_model is bird


@pytest.mark.parametrize("kind", [GrowingState, ProjectState])
def test_a_copy_grows_by_itself(kind: type[ProjectState]) -> None:
    """Where something is migrated already, Django goes on with a copy whose classes are those of the first."""
    state = rendered(kind())
    copy = state.clone()
    copy.add_model(row("Leaf", parent="Branch"))
    assert (relations(copy, "Branch"), relations(state, "Branch")) == ({"Leaf_rows"}, set())
    copy.add_model(row("Bud", parent="Branch"))
    assert (relations(copy, "Branch"), relations(state, "Branch")) == ({"Leaf_rows", "Bud_rows"}, set())


def test_what_a_copy_has_rendered_itself_is_not_rendered_again(times: list[str]) -> None:
    copy = rendered(GrowingState()).clone()
    copy.add_model(row("Leaf", parent="Branch"))
    times.clear()
    copy.add_model(row("Bud", parent="Branch"))
    assert times == ["Bud"]


def test_a_relation_to_many_is_known_on_both_sides() -> None:
    state = rendered(GrowingState())
    many = models.ManyToManyField("tried.Tree", related_name="woods")
    state.add_model(ModelState("tried", "Wood", [("id", models.AutoField(primary_key=True)), ("trees", many)]))
    assert relations(state, "Tree") == {"Branch_rows", "woods"}


def test_a_model_that_is_there_is_replaced_as_django_does(times: list[str]) -> None:
    state = rendered(GrowingState())
    times.clear()
    state.add_model(row("Tree"))
    assert sorted(times) == ["Branch", "Tree"]
    branch, tree = (state.apps.get_model("tried", name) for name in ("Branch", "Tree"))
    assert branch._meta.get_field("parent").related_model is tree


# What changes at a model -------------------------------------------------------------------------------------------

NAMED = models.CharField(max_length=20, default="")


@pytest.fixture
def labelled() -> Callable[[type[ProjectState]], ProjectState]:
    """A tree with a label, and what points to it."""

    def make(kind: type[ProjectState]) -> ProjectState:
        state = kind()
        state.add_model(ModelState("tried", "Tree", [("id", models.AutoField(primary_key=True)), ("label", NAMED)]))
        state.add_model(row("Branch", parent="Tree"))
        assert len(list(state.apps.get_models())) == 2
        return state

    return make


CHANGES = {
    "an index": lambda state: state.add_index("tried", "tree", models.Index(fields=["label"], name="by_label")),
    "a constraint": lambda state: state.add_constraint(
        "tried", "tree", models.UniqueConstraint(fields=["label"], name="one_label")
    ),
    "words": lambda state: state.alter_field(
        "tried", "tree", "label",
        models.CharField("札", max_length=20, default="", help_text="幹に下げます。", choices=[("a", "あ")]), True,
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_is_rendered_for(change: str, labelled: Callable[..., ProjectState], times: list[str]) -> None:
    state, django = labelled(GrowingState), labelled(ProjectState)
    times.clear()
    CHANGES[change](state)
    assert times == []
    CHANGES[change](django)
    assert sorted(times) == ["Branch", "Tree"], "control: Django renders all that are related"
    assert state.models == django.models


@pytest.mark.parametrize("kind", [GrowingState, ProjectState])
def test_what_is_rendered_has_the_index_and_the_constraint(
    kind: type[ProjectState], labelled: Callable[..., ProjectState]
) -> None:
    state = labelled(kind)
    assert state.apps.get_model("tried", "Tree")._meta.total_unique_constraints == []
    CHANGES["an index"](state)
    CHANGES["a constraint"](state)
    meta = state.apps.get_model("tried", "Tree")._meta
    assert ([each.name for each in meta.indexes], [each.name for each in meta.constraints]) == (
        ["by_label"], ["one_label"]
    )  # fmt: skip
    assert [each.name for each in meta.total_unique_constraints] == ["one_label"]


@pytest.mark.parametrize("change", ["an index", "a constraint"])
def test_a_copy_that_goes_on_leaves_the_state_before_as_it_was(
    change: str, labelled: Callable[..., ProjectState]
) -> None:
    before = labelled(GrowingState)
    after = before.clone()
    CHANGES[change](after)
    assert [len(all_of(before)), len(all_of(after))] == [0, 1]


def all_of(state: ProjectState) -> list[object]:
    meta = state.apps.get_model("tried", "Tree")._meta
    return [*meta.indexes, *meta.constraints]


@pytest.mark.django_db(transaction=True)
def test_a_constraint_goes_with_its_migration() -> None:
    """SQLite makes the whole table anew, of what the state before has."""
    state = GrowingState()
    made, added = (migrations.Migration(name, "tried") for name in ("0001", "0002"))
    made.operations = [migrations.CreateModel("Tree", [("id", models.AutoField(primary_key=True)), ("label", NAMED)])]
    added.operations = [migrations.AddConstraint("tree", models.UniqueConstraint(fields=["label"], name="one_label"))]

    def constraints() -> dict[str, object]:
        with connection.cursor() as cursor:
            return connection.introspection.get_constraints(cursor, "tried_tree")

    assert state.apps is not None, "rendered, as by who migrates"
    with connection.schema_editor() as editor:
        made.apply(state, editor)
    try:
        with connection.schema_editor() as editor:
            added.apply(state.clone(), editor)
        assert "one_label" in constraints()
        with connection.schema_editor() as editor:
            added.unapply(state, editor)
        assert "one_label" not in constraints()
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(state.apps.get_model("tried", "Tree"))


class OneOf(models.CharField):
    """As fields are whose column has their choices for its type."""

    non_db_attrs = tuple(name for name in models.Field.non_db_attrs if name != "choices")


@pytest.mark.parametrize(("kind", "rendered_again"), [(OneOf, ["Tree"]), (models.CharField, [])])
def test_choices_that_are_the_type_of_a_column_are_no_mere_words(
    kind: type[models.CharField], rendered_again: list[str], times: list[str]
) -> None:
    state = GrowingState()
    of_two, of_three = (kind(max_length=9, choices=[(one, one) for one in letters]) for letters in ("ab", "abc"))
    state.add_model(ModelState("tried", "Tree", [("id", models.AutoField(primary_key=True)), ("label", of_two)]))
    assert state.apps.get_model("tried", "Tree")
    times.clear()
    state.alter_field("tried", "tree", "label", of_three, True)
    assert times == rendered_again


@pytest.mark.parametrize(
    "field",
    [
        models.CharField(max_length=30, default=""),
        models.CharField(max_length=20, default="a"),
        models.CharField(max_length=20, default="", null=True),
        models.CharField(max_length=20, default="", unique=True),
        models.CharField(max_length=20, default="", db_column="words"),
        models.TextField(default=""),
    ],
    ids=lambda field: field.deconstruct()[1].rpartition(".")[2] + str(field.deconstruct()[3]),
)
def test_a_field_that_becomes_another_is_rendered(
    field: models.Field, labelled: Callable[..., ProjectState], times: list[str]
) -> None:
    state = labelled(GrowingState)
    times.clear()
    state.alter_field("tried", "tree", "label", field, True)
    assert sorted(times) == ["Branch", "Tree"]
    shown = state.apps.get_model("tried", "Tree")._meta.get_field("label")
    assert shown.deconstruct()[1:] == field.deconstruct()[1:]


def test_a_default_for_the_rows_there_are_is_not_kept(labelled: Callable[..., ProjectState]) -> None:
    """Asked for once, with `preserve_default=False`: afterwards the field has none."""
    state = labelled(GrowingState)
    state.alter_field("tried", "tree", "label", models.CharField(max_length=20, default=""), False)
    assert not state.apps.get_model("tried", "Tree")._meta.get_field("label").has_default()


def test_words_that_came_late_are_there_once_the_model_is_rendered_again(labelled: Callable[..., ProjectState]) -> None:
    state = labelled(GrowingState)
    CHANGES["words"](state)
    state.add_field("tried", "tree", "height", models.IntegerField(default=0), True)
    assert state.apps.get_model("tried", "Tree")._meta.get_field("label").verbose_name == "札"
