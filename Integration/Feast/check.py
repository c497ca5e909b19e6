#!/usr/bin/env python3
"""Checks the `featurestore` program against the real Feast, on the same repository.

  check.py FEATURESTORE FOLDER

Gold tables made by pyarrow go through every verb of the program; Feast then opens the repository and is asked the same.
All values are compared with Feast's and with the definition of a point-in-time join, written down in oracle.py.
FOLDER is made, and must not be there yet. The last line is `N passed, N failed`.
"""
import os
import sys
import time
from pathlib import Path

if os.environ.get("TZ") != "UTC":
    # Feast reads and writes the online store's times through the process' local time zone.
    os.environ["TZ"] = "UTC"
time.tzset()
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pyarrow.compute as pc  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402

import crashes  # noqa: E402
import declared  # noqa: E402
import definitions  # noqa: E402
import differences  # noqa: E402
import first_hour  # noqa: E402
import folders  # noqa: E402
import gold  # noqa: E402
import kept  # noqa: E402
import late  # noqa: E402
import listing  # noqa: E402
import online  # noqa: E402
import refusals  # noqa: E402
import training  # noqa: E402
import views as feast_views  # noqa: E402
from checking import tally  # noqa: E402
from world import World  # noqa: E402


def set_up(world, views):
    world.init()
    for view in views:
        world.register_all(view)


def check_training(world, views):
    driver, customer, pair, shop = views
    for seed, asked in enumerate([[driver], [customer], [pair], [shop], [driver, customer], [customer, pair], [driver, pair]]):
        names = " and ".join(view.name for view in asked)
        tally.run(f"training rows of {names} follow the definition", training.check_definition, world, asked, seed)
        tally.run(f"Feast's file store agrees on {names}", training.check_file_store, world, asked, 20 + seed)
        if training.has_duckdb_store():
            tally.run(f"Feast's duckdb store agrees on {names}", training.check_duckdb_store, world, asked, 40 + seed)
    tally.run("null keys and times in entity rows match nothing", training.check_definition, world, [driver, customer], 60, True)
    tally.run("full feature names", training.check_full_names, world, [driver, customer])
    tally.run("CSV in and out gives the same training rows", training.check_csv, world, driver)
    tally.run("overwrite replaces, merge adds, delete removes", training.check_overwrite, world)


def check_holes(world):
    """A data file that somebody else wrote, with null keys, null times and full ties, in the place of ours."""
    view, without_ties = gold.holes_view(), gold.holes_view(ties=False)
    tally.run("a view whose data file somebody replaces", set_up_and_replace, world, view)
    tally.run("its training rows follow the definition", training.check_definition, world, [view], 61)
    tally.run("so they do for entity rows with nulls", training.check_definition, world, [view], 62, True)
    tally.run("rows without key or time stay offline", online.check_holes, world, view)
    if training.has_duckdb_store():
        # Which of two equal rows Feast takes is not defined, so there are none in this file.
        tally.run("a data file without such ties", replace_source, world, without_ties)
        tally.run("Feast's duckdb store agrees on it", training.check_duckdb_store, world, [without_ties], 63)


def set_up_and_replace(world, view):
    """Registers the rows that have a key and a time, then writes all of them over the data file."""
    world.init()
    whole = view.parts[0]
    filled = whole.filter(pc.and_(pc.is_valid(whole["hole_id"]), pc.is_valid(whole["event_timestamp"])))
    world.register(view, world.write("filled.parquet", filled))
    replace_source(world, view)


def replace_source(world, view):
    pq.write_table(view.parts[0], world.newest_source(view))


def check_online(world, views):
    tally.run("materialize: Feast serves what we wrote", online.check_materialize, world, views)
    tally.run("materialize-incremental goes on from there", online.check_incremental, world, views)
    tally.run("Feast knows the intervals", online.check_intervals, world, views)
    tally.run("an older event never replaces a newer one", online.check_older_events, world, views)


def check_listing(world, views):
    tally.run("views list and show as JSON agree with Feast", listing.check_views, world, views)
    tally.run("views list and show as text", listing.check_views_as_text, world, views)
    tally.run("data schema", listing.check_data_schema, world, views[1])
    tally.run("data show", listing.check_data_show, world, views[1])
    for view in views:
        tally.run(f"data convert {view.name}", listing.check_data_convert, world, view)
    tally.run("doctor", listing.check_doctor, world)


def check_refusals(world):
    tally.run("unknown views and features", refusals.check_unknown_names, world)
    tally.run("missing columns", refusals.check_missing_columns, world)
    tally.run("columns and keys of a wrong type", refusals.check_wrong_types, world)
    tally.run("bad arguments", refusals.check_bad_arguments, world)
    tally.run("null keys and times", refusals.check_nulls, world)
    tally.run("empty frames", refusals.check_empty_frames, world)
    tally.run("gold files cut short", refusals.check_truncated_parquet, world)
    tally.run("source files cut short", refusals.check_truncated_source, world)
    tally.run("a registry cut short", refusals.check_truncated_registry, world)
    tally.run("wrong usage", refusals.check_usage, world)
    tally.run("no repository", refusals.check_no_repository, world)


def check_definitions(program, folder, views):
    ours = World(program, folder / "exported")
    tally.run("feast apply with our export changes and drops nothing", definitions.check_ours, ours, views[:3])
    tally.run("without it, Feast would delete the views", definitions.check_without_definitions, ours)
    tally.run("after a teardown feast apply makes everything anew", definitions.check_apply_after_teardown, ours)
    by_hand = World(program, folder / "by_hand")
    tally.run("all that a definition can say comes back from our export", definitions.check_by_hand, by_hand)


def check_differences(program, folder):
    world = World(program, folder / "differences")
    tally.run("a view to show the differences on", differences.set_up, world)
    tally.run("Feast's file store drops entity rows without a value, we keep them", differences.check_dropped_rows, world)
    tally.run("it collapses equal entity rows, we keep them", differences.check_collapsed_rows, world)
    tally.run("it drops entity rows without a time, we keep them", differences.check_null_times, world)
    tally.run("it sorts the rows by itself, ours keep their order", differences.check_row_order, world)
    tally.run("its null keys match and its null times count, ours match nothing", differences.check_nulls_in_source, world)
    tally.run("its integers with gaps go through doubles, ours are exact", differences.check_integers, world)
    tally.run("its last write wins online, with us the newest event", differences.check_older_events, world)
    tally.run("it never enforces the ttl online, we do when asked", differences.check_online_ttl, world)
    tally.run("it renames a feature called like an entity column, we refuse it", differences.check_name_collision, world)
    tally.run("the tests that the documentation names are there", differences.check_documentation)
    tally.run("its online times depend on the time zone, ours do not", differences.check_time_zone, world)


def check_views(program, folder):
    for number, (title, check) in enumerate(feast_views.CHECKS.items()):
        tally.run(title, check, program, folder / f"views_{number}")


def check_folders(program, folder):
    world = World(program, folder / "folders")
    tally.run("Feast's views of folders, patterns and URLs are listed", folders.set_up, world)
    tally.run("their training rows are Feast's, from both its stores", folders.check_training, world)
    tally.run("a column that one file lacks is null there, as with DuckDB", folders.check_grown_with_duckdb, world)
    tally.run("Feast's stores read no such folder, and its file store not every URL", folders.check_feast_fails, world)
    tally.run("what we materialize from folders is what Feast does", folders.check_materialize, world)
    tally.run("the commands read folders, patterns and URLs", folders.check_commands, world)
    tally.run("folders of CSV files are read as well", folders.check_csv, world)
    tally.run("what is not read is named as what it is", folders.check_named, world)
    tally.run("files that are no one table are named", folders.check_differing, world)


def check_kept(program, folder):
    world = World(program, folder / "kept")
    tally.run("what only Feast can run keeps its bytes", kept.check_kept, world)
    tally.run("it is listed, and asking for it says why not", kept.check_said, world)
    tally.run("disabled views and unfinished ones", kept.check_service_states, world)
    tally.run("teardown", kept.check_teardown, world)


def check_late(program, folder):
    world = World(program, folder / "late")
    tally.run("a late event is in the next incremental run, ours and Feast's", late.check_late_event, world)
    tally.run("rows with the values they have begin nothing anew", late.check_same_rows, world)
    tally.run("replaced rows begin every window anew", late.check_overwrite, world)
    tally.run("what no window had stays out of them", late.check_never_materialized_before, world)
    tally.run("the cut-off date, past feast apply", late.check_cutoff, World(program, folder / "cutoff"))


def check_first_hour(program, folder):
    world = World(program, folder / "first_hour")
    tally.run("two views and two services", first_hour.set_up, world)
    tally.run("statuses and event times as Feast's server sends them", first_hour.check_statuses, world)
    tally.run("a star stands for all features", first_hour.check_star, world)
    tally.run("a view is taken out of its services", first_hour.check_removal, world)
    tally.run("names that cannot be asked for", first_hour.check_names, world)
    tally.run("doctor finds what Feast left behind", first_hour.check_doctor, world)
def check_declared(program, folder):
    tally.run("a push goes into the file that the definition names, and stays after apply", declared.check_push_in_place, program, folder / "place")
    tally.run("a key beyond the declared type is refused, what is online stays served", declared.check_key_type, program, folder / "key")
    tally.run("doctor finds online keys of another type", declared.check_doctor, program, folder / "doctor")
    tally.run("values that do not fit are written to neither half", declared.check_misfit, program, folder / "misfit")
    tally.run("a String over an integer file stays one", declared.check_string_over_integers, program, folder / "string")
    tally.run("what is not said stays", declared.check_attributes, program, folder / "attributes")
    tally.run("sources that rows cannot be added to", declared.check_refused_sources, program, folder / "sources")
    tally.run("nulls fit any type, narrower values widen", declared.check_nulls_and_types, program, folder / "nulls")


def main(program, folder):
    # Feast works in the repository's folder; paths given relative to ours must go on meaning the same.
    program, folder = Path(program).resolve(), Path(folder).resolve()
    folder.mkdir(parents=True)
    views = list(gold.views().values())
    first = World(program, folder / "keys_v3")
    tally.run("init and register", set_up, first, views)
    check_training(first, views)
    check_online(first, views)
    check_listing(first, views)
    check_refusals(first)
    check_holes(World(program, folder / "holes"))
    second = World(program, folder / "keys_v2", key_version=2)
    tally.run("init and register with entity keys of version 2", set_up, second, views)
    check_online(second, views)
    third = World(program, folder / "by_feast")
    tally.run("init and register for Feast to materialize", set_up, third, views)
    tally.run("Feast materializes, we serve, then the other way round", online.check_feast_materializes, third, views)
    tally.run("both ends of a window are inclusive", online.check_boundary, third, views[2])
    check_definitions(program, folder, views)
    check_folders(program, folder)
    check_kept(program, folder)
    check_views(program, folder)
    check_differences(program, folder)
    check_late(program, folder)
    check_first_hour(program, folder)
    check_declared(program, folder / "declared")
    tally.run("killed at any moment: the old state or the new one", crashes.check_kills, World(program, folder / "killed"))
    tally.run("a delete killed at any moment: whole or gone", crashes.check_killed_deletes, World(program, folder / "deleted"))
    tally.finish()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
