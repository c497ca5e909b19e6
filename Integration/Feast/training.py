"""Training frames: ours against the definition, Feast's file store and Feast's duckdb store."""
import csv
import datetime as dt

import pyarrow as pa
import pyarrow.parquet as pq

import gold
import oracle
from checking import Mismatch, expect, expect_columns, expect_equal, plain
from peer import Peer


def ask(world, name, view_list, rows, *options):
    """Our answer to an entity frame that travels as Parquet both ways."""
    entities = gold.entity_table(view_list, rows)
    source, output = world.write(f"{name}_entities.parquet", entities), world.folder / f"{name}.parquet"
    references = [reference for view in view_list for reference in references_of(view, view_list)]
    world.ok("historical", "--entities", source, "--features", ",".join(references), "--output", output, *options)
    return entities, references, pq.read_table(output)


def references_of(view, view_list):
    """All features, or for several views of equal feature names half of them from each."""
    if len(view_list) == 1:
        return view.references()
    names = list(view.features)
    return view.references(names[view_list.index(view)::len(view_list)])


def check_definition(world, view_list, seed, nulls=False):
    """Every entity row comes back once, in its order, with its own columns and the features of the definition."""
    rows = gold.entity_rows(view_list, seed, 400, nulls)
    entities, references, ours = ask(world, f"definition_{seed}", view_list, rows)
    names = [reference.split(":")[1] for reference in references]
    expect(ours.column_names == entities.column_names + names, f"columns are {ours.column_names}")
    for name in entities.column_names:
        expect_columns(ours[name].to_pylist(), entities[name].to_pylist(), name)
    for view in view_list:
        expected = oracle.training(view, rows)
        for reference in references_of(view, view_list):
            feature = reference.split(":")[1]
            check_type(ours, feature, view.features[feature])
            expect_columns(ours[feature].to_pylist(), [row[feature] for row in expected], reference)


def check_type(ours, feature, wanted):
    found = ours.schema.field(feature).type
    expect(found == wanted, f"{feature} is {found}, its source is {wanted}")


def check_full_names(world, view_list):
    rows = gold.entity_rows(view_list, 91, 40)
    entities = world.write("full_entities.parquet", gold.entity_table(view_list, rows))
    output = world.folder / "full.parquet"
    references = [reference for view in view_list for reference in view.references(["trips", "city"])]
    world.ok("historical", "--entities", entities, "--features", ",".join(references), "--output", output, "--full-feature-names")
    ours = pq.read_table(output)
    for view in view_list:
        expected = oracle.training(view, rows)
        for feature in ("trips", "city"):
            name = f"{view.name}__{feature}"
            expect_columns(ours[name].to_pylist(), [row[feature] for row in expected], name)


def check_csv(world, view):
    """The same frame by way of CSV: entities in, training rows out."""
    rows = gold.entity_rows([view], 92, 120)
    _, references, expected = ask(world, "by_parquet", [view], rows)
    source, output = world.folder / "entities.csv", world.folder / "training.csv"
    entities = gold.entity_table([view], rows)
    with open(source, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(entities.column_names)
        for row in entities.to_pylist():
            writer.writerow([cell.isoformat() if isinstance(cell, dt.datetime) else cell for cell in row.values()])
    world.ok("historical", "--entities", source, "--features", ",".join(references), "--output", output)
    with open(output, newline="", encoding="utf-8") as file:
        found = list(csv.DictReader(file))
    expect(list(found[0]) == expected.column_names, f"columns are {list(found[0])}")
    for name in expected.column_names:
        kind = expected.schema.field(name).type
        expect_columns([from_csv(row[name], kind) for row in found],
                       [None if value == "" else value for value in expected[name].to_pylist()], f"CSV {name}")


def from_csv(text, kind):
    """The value of a CSV cell; an empty text cannot be told from a null here."""
    if text == "":
        return None
    if pa.types.is_integer(kind):
        return int(text)
    if pa.types.is_float32(kind):
        return pa.scalar(float(text), pa.float32()).as_py()
    if pa.types.is_floating(kind):
        return float(text)
    if pa.types.is_boolean(kind):
        return {"true": True, "false": False}[text]
    return dt.datetime.fromisoformat(text.replace("Z", "+00:00")) if pa.types.is_timestamp(kind) else text


def check_file_store(world, view_list, seed):
    """Feast's file store agrees on every row that it returns; the rows it drops are those without a value in the window."""
    rows = gold.entity_rows(view_list, seed, 300)
    entities, references, ours = ask(world, f"file_{seed}", view_list, rows)
    theirs = Peer(world.repo).historical(entities, references)
    key_names = [name for view in view_list for name in view.keys] + ["event_timestamp"]
    mine, seen = {}, set()
    for row in ours.to_pylist():
        mine[tuple(plain(row[name]) for name in key_names)] = row
    for row in theirs.to_dict("records"):
        key = tuple(plain(row[name]) for name in key_names)
        seen.add(key)
        for reference in references:
            name = reference.split(":")[1]
            expect_feature(mine[key][name], row[name], f"{reference} of {key}")
    expect_explained(view_list, mine, seen)


def expect_explained(view_list, mine, seen):
    """A row that Feast left out has no value in some view's window, or equals another in the keys of the first views and
    in time: Feast collapses such rows before it looks at the other keys."""
    shorter = [[*dict.fromkeys(name for view in view_list[:count] for name in view.keys), "event_timestamp"]
               for count in range(1, len(view_list))]
    kept = {tuple(plain(mine[key][name]) for name in names) for key in seen for names in shorter}
    for key in mine.keys() - seen:
        row = mine[key]
        empty = any(all(row[name.split(":")[1]] is None for name in references_of(view, view_list)) for view in view_list)
        collapsed = any(tuple(plain(row[name]) for name in names) in kept for names in shorter)
        expect(empty or collapsed, f"Feast has no row for {key}, ours has values in every view: {row}")


def expect_feature(ours, theirs, where):
    """A nullable integer column of pandas holds doubles; then the double nearest to ours is right."""
    if isinstance(theirs, float) and isinstance(ours, int) and not isinstance(ours, bool):
        ours = float(ours)
    expect_equal(ours, theirs, where)


def check_duckdb_store(world, view_list, seed):
    """Feast's duckdb store keeps every row and every type: all values must agree, row by row."""
    rows = gold.entity_rows(view_list, seed, 300)
    entities, references, ours = ask(world, f"duckdb_{seed}", view_list, rows)
    theirs = Peer.with_duckdb(world.repo).historical_arrow(entities, references)
    expect(theirs.num_rows == ours.num_rows, f"{theirs.num_rows} rows from Feast, {ours.num_rows} from us")
    theirs = theirs.sort_by("row")
    for name in ["row", *(reference.split(":")[1] for reference in references)]:
        expect_columns(ours[name].to_pylist(), theirs[name].to_pylist(), name)


def check_overwrite(world):
    """Overwriting replaces the rows; merging a file into it afterwards adds to the new ones."""
    view = gold.shop_view()
    view.name = "shop_again"
    first, second = view.parts[0].slice(0, 80), view.parts[0].slice(80, 60)
    world.register(view, world.write("again_0.parquet", view.parts[0]))
    world.register(view, world.write("again_1.parquet", first), mode="overwrite")
    view.parts = [first]
    check_definition(world, [view], 93)
    world.register(view, world.write("again_2.parquet", second), mode="merge")
    view.parts = [first, second]
    check_definition(world, [view], 94)
    expect("shop_again" in Peer(world.repo).views(), "Feast does not list shop_again")
    world.ok("views", "delete", "shop_again")
    expect("shop_again" not in Peer(world.repo).views(), "Feast still lists shop_again")


def has_duckdb_store():
    try:
        import ibis  # noqa: F401
    except ImportError:
        return False
    return True
