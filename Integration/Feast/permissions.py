"""Files of others: links, modes and groups stay, and who may only read always reads. Needs root; says so without."""
import os
import sqlite3
import stat
import subprocess
import sys
import textwrap
import threading

import pyarrow.parquet as pq

from checking import expect, expect_equal
from peer import Peer
from world import World

NOBODY = 65534
GROUP = 4242
ROWS = "id,event_timestamp,n\n1,2026-01-01,5\n2,2026-01-01,6\n"


def as_user(world, user, group, command, umask=0o022, **more):
    """Runs a command as another user."""
    def become():
        os.umask(umask)
        os.setgroups([group])
        os.setgid(group)
        os.setuid(user)
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, preexec_fn=become,
                          cwd=world.folder, timeout=120, **more)


def our(world, *arguments):
    return [world.program, "--repo", world.repo, "--backend", "feast", *arguments]


def online(world):
    return our(world, "online", "--features", "v:n", "--keys", "id=1,2", "--format", "json")


def python_read(world):
    """What Python's sqlite3 counts as another user, or the error it meets. In a child: its interpreter may be private."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            database = sqlite3.connect(f"file:{world.repo}/data/online_store.db?mode=ro", uri=True)
            answer = str(database.execute("SELECT count(*) FROM peers_v").fetchone()[0])
        except Exception as error:
            answer = f"{type(error).__name__}: {error}"
        os.write(writing, answer.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as stream:
        answer = stream.read()
    os.waitpid(child, 0)
    return answer


def prepared(program, folder):
    """A repository that everybody may read and only its owner write."""
    world = World(program, folder)
    world.init()
    (folder / "rows.csv").write_text(ROWS)
    world.ok("register", "v", "--from", folder / "rows.csv", "--entity-key", "id")
    world.ok("materialize", "--from", "2026-01-01", "--to", "2026-01-02")
    for place in (folder, *folder.parents):
        if place.stat().st_uid == os.getuid() and place != place.parent:
            place.chmod(place.stat().st_mode | 0o055)
    return world


def mode_of(world):
    with sqlite3.connect(world.repo / "data/online_store.db") as database:
        return database.execute("PRAGMA journal_mode").fetchone()[0]


def needs_root():
    if os.getuid() != 0:
        print("        left out: only root can become another user")
        return False
    return True


def expect_reads(world, why):
    """Another user reads, with us and with Python's sqlite3."""
    ours = as_user(world, NOBODY, NOBODY, online(world))
    expect(ours.returncode == 0 and '"n"' in ours.stdout and "5" in ours.stdout, f"{why}: we cannot read: {ours.stderr}")
    return ours


def check_readers(program, folder):
    """A user who may not write the folder reads while another one writes, with us and with Python."""
    world = prepared(program, folder)
    expect_equal(mode_of(world), "delete", "the journal mode of a new store")
    if not needs_root():
        return
    failures, stop = [], threading.Event()

    def write():
        while not stop.is_set():
            result = world.run("push", "v", "--from", folder / "rows.csv")
            if result.returncode != 0:
                failures.append(result.stderr)
    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(15):
            expect_reads(world, "while somebody writes")
            expect_equal(python_read(world), "2", "Python's reading")
    finally:
        stop.set()
        writer.join()
    expect(not failures, f"the writer failed: {failures[:1]}")


def check_read_only_mount(program, folder):
    """A read-only mount is read."""
    world = prepared(program, folder)
    if not needs_root():
        return
    for mode in ("delete", "wal"):
        with sqlite3.connect(world.repo / "data/online_store.db") as database:
            database.execute(f"PRAGMA journal_mode = {mode}")
        database.close()
        script = 'mount --make-rprivate / && mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
        command = ["unshare", "-m", "bash", "-c", script, world.repo, *online(world)]
        result = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=120)
        if "mount" in result.stderr and "denied" in result.stderr:
            print("        left out: no mounts here")
            return
        expect(result.returncode == 0 and "5" in result.stdout, f"{mode}: {result.stderr}")


def check_older_wal_files(program, folder):
    """A store with a write-ahead log keeps it, and is read where its folder may not be written."""
    world = prepared(program, folder)
    path = world.repo / "data/online_store.db"
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode = wal")
    database.close()
    world.ok("push", "v", "--from", folder / "rows.csv")
    expect_equal(mode_of(world), "wal", "the journal mode after our write")
    if not needs_root():
        return
    expect(not path.with_name("online_store.db-wal").exists(), "the log was left")
    expect_reads(world, "after the last writer closed")
    # A writer that was killed leaves a log that only somebody with the right to write can use.
    subprocess.run([sys.executable, "-c", textwrap.dedent(f"""
        import os, signal, sqlite3
        database = sqlite3.connect({str(path)!r})
        database.execute("UPDATE peers_v SET created_ts = 7")
        database.commit()
        os.kill(os.getpid(), signal.SIGKILL)
        """)])
    os.remove(f"{path}-shm")
    result = as_user(world, NOBODY, NOBODY, online(world))
    expect(result.returncode == 1 and "-wal" in result.stderr and "may write" in result.stderr, f"the message: {result.stderr}")
    world.ok("online", "--features", "v:n", "--keys", "id=1")
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    expect_reads(world, "after it was healed")
    expect_equal(Peer(world.repo).online(["v:n"], {"id": [1]})["n"], [5], "Feast's reading")


def check_stopped_writer(program, folder):
    """What a stopped writer left is taken back by a reader who may write, and named to one who may not."""
    world = prepared(program, folder)
    path = world.repo / "data/online_store.db"
    subprocess.run([sys.executable, "-c", textwrap.dedent(f"""
        import os, signal, sqlite3
        database = sqlite3.connect({str(path)!r})
        database.execute("PRAGMA cache_size = 1")
        database.execute("CREATE TABLE big (a)")
        database.commit()
        database.execute("BEGIN")
        database.execute("UPDATE peers_v SET value = zeroblob(5000)")
        for _ in range(2000):
            database.execute("INSERT INTO big VALUES (randomblob(1000))")
        os.kill(os.getpid(), signal.SIGKILL)
        """)])
    expect((path.parent / "online_store.db-journal").exists(), "the writer left no journal")
    if needs_root():
        result = as_user(world, NOBODY, NOBODY, online(world))
        expect(result.returncode == 1 and "-journal" in result.stderr, f"the message: {result.stderr}")
    answer = world.json("online", "--features", "v:n", "--keys", "id=1,2")
    expect_equal(answer["n"], [5, 6], "after the journal was played back")
    expect(not (path.parent / "online_store.db-journal").exists(), "the journal is still there")


def check_group(program, folder):
    """Two users of a group work in one repository, one after the other."""
    world = World(program, folder)
    if not needs_root():
        return
    for place in (folder, *folder.parents):
        if place.stat().st_uid == os.getuid() and place != place.parent:
            place.chmod(place.stat().st_mode | 0o055)
    world.repo.mkdir()
    os.chown(world.repo, 1001, GROUP)
    world.repo.chmod(0o2775)
    (folder / "rows.csv").write_text(ROWS)
    for round in range(2):
        for user in (1001, 1002):
            for command in (["init", "--project", "peers"] if (round, user) == (0, 1001) else ["views", "list"],
                            ["register", "v", "--from", folder / "rows.csv", "--entity-key", "id"],
                            ["register", f"own{user}", "--from", folder / "rows.csv", "--entity-key", "id"],
                            ["materialize", "--from", "2026-01-01", "--to", "2026-01-02"],
                            ["push", "v", "--from", folder / "rows.csv", "--to", "online_and_offline"]):
                result = as_user(world, user, GROUP, our(world, *command), umask=0o002)
                expect_equal(result.returncode, 0, f"user {user}, {command}: {result.stderr}")
    for path in world.repo.rglob("*"):
        status = path.lstat()
        expect(status.st_gid == GROUP and (path.is_symlink() or status.st_mode & stat.S_IWGRP), f"{path} is not the group's: {oct(status.st_mode)}, {status.st_gid}")
    expect_equal(Peer(world.repo).online(["v:n"], {"id": [1, 2]})["n"], [5, 6], "Feast's reading")


def check_registry_link(program, folder):
    """A registry that is a link stays one, and its file keeps mode and group; Feast sees what we wrote."""
    world = World(program, folder)
    world.init()
    (folder / "rows.csv").write_text(ROWS)
    registry = world.repo / "data/registry.db"
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    registry.parent.mkdir(exist_ok=True)
    registry.symlink_to(elsewhere / "one.db")
    for mode in (0o600, 0o664, 0o640):
        world.ok("register", f"v{mode}", "--from", folder / "rows.csv", "--entity-key", "id")
        real = elsewhere / "one.db"
        expect(registry.is_symlink() and real.is_file(), "the link was replaced")
        real.chmod(mode)
        if os.getuid() == 0:
            os.chown(real, 1001, GROUP)
        world.ok("register", f"w{mode}", "--from", folder / "rows.csv", "--entity-key", "id")
        status = real.stat()
        expect_equal(stat.S_IMODE(status.st_mode), mode, "the mode")
        if os.getuid() == 0:
            expect_equal((status.st_uid, status.st_gid), (1001, GROUP), "owner and group")
    expect_equal(len(Peer(world.repo).views()), 6, "Feast's views")
    expect(not list(world.repo.rglob("*.tmp")) and not list(elsewhere.glob("*.tmp")), "a temporary file was left")


def check_output_links(program, folder):
    """Outputs go through links, also through ones that lead to no file yet, and keep the mode; CSV and Parquet alike."""
    world = prepared(program, folder)
    entities = folder / "entities.csv"
    entities.write_text("id,event_timestamp\n1,2026-01-02\n")
    for ending in ("csv", "parquet"):
        (folder / "out").mkdir(exist_ok=True)
        first, second, real = folder / f"first.{ending}", folder / f"second.{ending}", folder / f"out/real.{ending}"
        second.symlink_to(f"out/real.{ending}")
        first.symlink_to(second.name)
        for round in range(2):
            world.ok("historical", "--entities", entities, "--features", "v:n", "--output", first)
            expect(first.is_symlink() and second.is_symlink() and real.is_file(), f"{ending}: a link was replaced")
            if round:
                expect_equal(stat.S_IMODE(real.stat().st_mode), 0o640, f"{ending}: the mode")
            real.chmod(0o640)
        world.ok("data", "convert", entities, first)
        expect(first.is_symlink() and stat.S_IMODE(real.stat().st_mode) == 0o640, f"{ending}: convert")
        loop = folder / f"loop.{ending}"
        loop.symlink_to(loop.name)
        result = world.run("historical", "--entities", entities, "--features", "v:n", "--output", loop)
        expect(result.returncode == 1 and "links" in result.stderr, f"{ending}: a circle of links: {result.stderr}")
        device = folder / f"device.{ending}"
        device.symlink_to("/dev/null")
        result = world.run("historical", "--entities", entities, "--features", "v:n", "--output", device)
        expect(result.returncode == 1 and not os.path.isfile("/dev/null"), f"{ending}: /dev/null: {result.stderr}")
    expect(pq.read_table(folder / "first.parquet").num_rows == 1, "the rows")


CHECKS = {function.__doc__.splitlines()[0]: function for function in (
    check_readers, check_read_only_mount, check_older_wal_files, check_stopped_writer, check_group, check_registry_link, check_output_links)}
