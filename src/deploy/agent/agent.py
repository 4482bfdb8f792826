#!/usr/bin/env python3
"""Rajut's transaction engine on a device: new files and the services that read them, wholly or not at all.

`agent.py [--root DIR] [--part NAME] COMMAND`, JSON on standard input, one line of JSON on standard output:
{"ok": true, ...} or {"ok": false, "error": {"code": ..., "message": ...}}. Python 3.9 and its
standard library only. docs/deploy.md says what a transaction is.

Who holds what: `lock` is held for as long as a command looks or changes; `pending/watch.lock` and
`pending/worker.lock` for as long as their processes live. Locks of flock end with their process, so
a killed one is seen at once. The journal is replaced, never edited.
"""
from __future__ import annotations

import base64
import contextlib
import errno
import fcntl
import hashlib
import json
import os
import re
import selectors
import shutil
import signal
import stat
import subprocess
import sys
import time

INSTALLED = "/usr/local/lib/rajut/agent.py"
RECOVER_UNIT = "rajut-recover.service"
# In the environment of a transaction's processes, so that those it left behind are known.
MARK = "RAJUT_TRANSACTION"
JOURNAL_VERSION = 1

COMMAND_TIMEOUT_S = 180
CHECK_TIMEOUT_S = 60
LOCK_PATIENCE_S = 30
START_PATIENCE_S = 15
WATCH_POLL_S = 0.5
WAIT_POLL_S = 0.05
# Before a step of the way back that failed is tried again.
RETRY_PAUSE_S = 0.5

OUTPUT_MAX = 2 * 1024 * 1024
SAVE_MAX = 64 * 1024 * 1024
FILE_MAX = 4 * 1024 * 1024
ANSWER_MAX = 10 * 1024 * 1024
WORDS_OF_CHECKER_MAX = 2000

UNIT_FOLDERS = re.compile(r"^(etc|run|usr/lib|usr/local/lib|lib)/systemd/system/")
ID = re.compile(r"^[a-z0-9-]{8,64}$")
PART = re.compile(r"^[a-z0-9][a-z0-9-]{0,62}$")


class Refused(Exception):
    """An answer of `ok: false`."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class Failed(Exception):
    """A step of the change failed: it is reverted, with this as the reason."""


# ---------------------------------------------------------------- the device's files


class Device:
    """Where things lie below one root. A part of a machine has a record, a lock and transactions of its own."""

    def __init__(self, root, part=None):
        self.root = os.path.abspath(root)
        self.part = part
        self.all = os.path.join(self.root, "var/lib/rajut")
        self.parts = os.path.join(self.all, "parts")
        self.state = self.all if part is None else os.path.join(self.parts, part)
        self.lock = os.path.join(self.state, "lock")
        self.generation = os.path.join(self.state, "generation.json")
        self.last = os.path.join(self.state, "last.json")
        self.pending = os.path.join(self.state, "pending")
        self.journal = os.path.join(self.pending, "journal.json")
        self.record = os.path.join(self.pending, "record.json")
        self.watch_lock = os.path.join(self.pending, "watch.lock")
        self.worker_lock = os.path.join(self.pending, "worker.lock")

    def target(self, path):
        return os.path.join(self.root, path)

    def hidden(self, path, kind, transaction):
        folder, name = os.path.split(self.target(path))
        return os.path.join(folder, ".%s.rajut-%s-%s" % (name, kind, transaction))


def checked_path(path):
    """A path from the device's root without the first slash, of which no part leads elsewhere."""
    parts = path.split("/") if isinstance(path, str) else []
    if not parts or any(part in ("", ".", "..") for part in parts) or "\0" in path:
        raise Refused("invalid", "not a path from the root without its first slash: %r" % (path,))
    return path


def fsync_folder(folder):
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_all(handle, content):
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]


def write_state(path, content):
    """Replaces a file of the agent's own, wholly or not at all."""
    temporary = path + ".tmp"
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        write_all(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)
    os.replace(temporary, path)
    fsync_folder(os.path.dirname(path))


def write_json(path, value):
    write_state(path, json.dumps(value).encode())


def read_json(path):
    """None when there is no such file."""
    try:
        with open(path, "rb") as file:
            return json.loads(file.read())
    except FileNotFoundError:
        return None
    except NotADirectoryError:
        return None
    except ValueError:
        raise Refused(
            "internal",
            "%s on the device is damaged; nothing was changed. Look at it there: without it, "
            "nobody knows what is managed" % path,
        )


def remove_if_there(path):
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)


# ---------------------------------------------------------------- locks


class Lock:
    """A lock that ends with its process, at the latest."""

    def __init__(self, path):
        self.handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def take(self, patience_s):
        end = time.monotonic() + patience_s
        while True:
            try:
                fcntl.flock(self.handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            except BlockingIOError:
                if time.monotonic() >= end:
                    return False
                time.sleep(0.02)

    def sign(self):
        """Leaves the holder's process id in the file: always as long, so that a full disk has room for it."""
        os.pwrite(self.handle, b"%-10d" % os.getpid(), 0)

    def release(self):
        os.close(self.handle)


def make_state_folders(device):
    """Each of them closed to others, also those above the last."""
    if os.path.isdir(device.state):
        return
    os.makedirs(os.path.dirname(device.all), exist_ok=True)
    for folder in (device.all, *((device.parts, device.state) if device.part else ())):
        if not os.path.isdir(folder):
            with contextlib.suppress(FileExistsError):
                os.mkdir(folder, 0o700)
            fsync_folder(os.path.dirname(folder))


@contextlib.contextmanager
def locked(device, patience_s=LOCK_PATIENCE_S):
    make_state_folders(device)
    lock = Lock(device.lock)
    try:
        if not lock.take(patience_s):
            raise Refused(
                "pending",
                "another deployment is at work on this device and has not let go for %d s; "
                "nothing was changed by this one. Try again when it has ended" % patience_s,
            )
        with contextlib.suppress(OSError):
            lock.sign()
        yield
    finally:
        lock.release()


def is_held(path):
    """Whether a living process holds the lock."""
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return False
    except BlockingIOError:
        return True
    finally:
        os.close(handle)


# ---------------------------------------------------------------- programs


class Result:
    def __init__(self, code, stdout=b"", stderr=b"", timed_out=False, truncated=False):
        self.code = code
        self.stdout = stdout
        self.stderr = stderr
        self.timed_out = timed_out
        self.truncated = truncated

    def told(self):
        """What the program said, for a reader."""
        text = b"\n".join(part for part in (self.stderr.strip(), self.stdout.strip()) if part)
        words = text.decode("utf-8", "replace")
        if len(words) > WORDS_OF_CHECKER_MAX:
            words = words[:WORDS_OF_CHECKER_MAX] + "…"
        if self.timed_out:
            return "did not end in time" + (": " + words if words else "")
        return words or "exit code %d, without a word" % self.code


def environment(transaction=None):
    value = dict(os.environ, LC_ALL="C.UTF-8")
    value["PATH"] = value.get("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"
    if transaction is not None:
        value[MARK] = transaction
    return value


def run(words, timeout_s, output_max=OUTPUT_MAX):
    """Runs a program to its end, however much it says and whatever it leaves behind."""
    # A transaction's programs stay in the group of its process, to be ended with it.
    in_group = MARK in os.environ
    try:
        child = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
            cwd="/",
            start_new_session=not in_group,
        )
    except OSError as error:
        code = 127 if error.errno == errno.ENOENT else 126
        return Result(code, stderr=("%s: %s" % (words[0], error.strerror)).encode())
    result = gather(child, time.monotonic() + timeout_s, output_max)
    if result.timed_out:
        end_group(os.getpgrp() if in_group else child.pid)
    child.stdout.close()
    child.stderr.close()
    child.wait()
    return result


def gather(child, end, output_max):
    said = {child.stdout: bytearray(), child.stderr: bytearray()}
    truncated = False
    with selectors.DefaultSelector() as selector:
        for stream in said:
            selector.register(stream, selectors.EVENT_READ)
        while selector.get_map() or child.poll() is None:
            if time.monotonic() >= end:
                return Result(124, bytes(said[child.stdout]), bytes(said[child.stderr]), True, truncated)
            ended = child.poll() is not None
            if not selector.get_map():
                time.sleep(0.02)
                continue
            ready = selector.select(0.05)
            for key, _ in ready:
                chunk = os.read(key.fd, 65536)
                if not chunk:
                    selector.unregister(key.fileobj)
                room = output_max - len(said[key.fileobj])
                truncated = truncated or len(chunk) > room
                said[key.fileobj] += chunk[: max(room, 0)]
            # What it started may keep the pipe for ever.
            if ended and not ready:
                break
    code = child.returncode
    return Result(128 - code if code < 0 else code, bytes(said[child.stdout]), bytes(said[child.stderr]), False, truncated)


def group_of(pid):
    """The process group of a process; None when it has ended."""
    try:
        with open("/proc/%s/stat" % pid, "rb") as file:
            return int(file.read().rpartition(b")")[2].split()[2])
    except (OSError, IndexError, ValueError):
        return None


def end_stopped_holder(device):
    """A process that was stopped while it held the lock would keep the way back shut for ever."""
    with contextlib.suppress(OSError, ValueError):
        with open(device.lock) as file:
            holder = int(file.read())
        with open("/proc/%d/stat" % holder, "rb") as file:
            state = file.read().rpartition(b")")[2].split()[0]
        if state in (b"T", b"t") and is_held(device.lock):
            os.kill(holder, signal.SIGKILL)


def end_group(group, transaction=None):
    """Kills a group's processes but this one; of a transaction, only those that bear its mark."""
    for name in os.listdir("/proc"):
        if not name.isdigit() or int(name) == os.getpid() or group_of(name) != group:
            continue
        with contextlib.suppress(OSError):
            if transaction is not None:
                with open("/proc/%s/environ" % name, "rb") as file:
                    if ("%s=%s" % (MARK, transaction)).encode() not in file.read().split(b"\0"):
                        continue
            os.kill(int(name), signal.SIGKILL)


def has_systemd(device):
    return device.root == "/" and os.path.isdir("/run/systemd/system")


def start_apart(device, role, transaction):
    """
    Starts this program in another role, in a process that outlives the session it was started from.
    @returns a function that tells whether it is known to have ended
    """
    part = [] if device.part is None else ["--part", device.part]
    words = [sys.executable, "-I", "-S", os.path.abspath(__file__), "--root", device.root, *part, role, transaction]
    if has_systemd(device):
        unit = [
            "systemd-run", "--quiet", "--collect", "--unit=rajut-%s-%s" % (role, transaction),
            "--setenv=%s=%s" % (MARK, transaction), "--property=KillMode=process",
        ]  # fmt: skip
        if role == "watch":
            unit += ["--property=Restart=on-failure", "--property=RestartSec=1"]
        else:
            # A second revert of the same transaction may be due when the first was killed.
            unit[3] += "-%d" % os.getpid()
        result = run(unit + words, START_PATIENCE_S)
        if result.code != 0:
            raise OSError(errno.EAGAIN, "systemd-run: " + result.told())
        return lambda: False
    child = subprocess.Popen(
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment(transaction),
        cwd="/",
        start_new_session=True,
    )
    return lambda: child.poll() is not None


def systemctl(*words):
    return run(["systemctl", *words], COMMAND_TIMEOUT_S)


# ---------------------------------------------------------------- what is there


def boot_id():
    with open("/proc/sys/kernel/random/boot_id") as file:
        return file.read().strip()


def now_s():
    """Seconds since boot, sleep counted: no setting of the clock moves it."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def own_sha256():
    with open(os.path.abspath(__file__), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def read_journal(device, transaction=None):
    """The open transaction, or None; also None when it is another than the one asked for."""
    journal = read_json(device.journal)
    if journal is None or transaction not in (None, journal["id"]):
        return None
    return journal


def is_committed(device, journal):
    generation = read_json(device.generation)
    return generation is not None and generation["id"] == journal["id"]


def status(device):
    recover(device)
    generation = read_json(device.generation)
    journal = read_journal(device)
    return {
        "agent": own_sha256(),
        "bootId": boot_id(),
        "generation": generation and {key: generation[key] for key in ("number", "id", "owner")},
        "pending": journal and pending_view(journal),
        "last": read_json(device.last),
    }


def pending_view(journal):
    return {
        "id": journal["id"],
        "owner": journal["owner"],
        "phase": journal["phase"],
        "remainingS": max(0, round(journal["deadline"] - now_s(), 1)),
        "changed": [entry["path"] for entry in journal["entries"]],
    }


def read(device, request):
    generation = read_json(device.generation)
    budget = ANSWER_MAX
    files = []
    for path in request.get("files", []):
        found = look_at(device, checked_path(path), budget)
        budget -= found.get("size", 0)
        files.append(found)
    return {
        "files": files,
        "generation": generation,
        "commands": run_commands(request.get("commands", []), budget),
    }


def look_at(device, path, budget):
    target = device.target(path)
    found = {"path": path, "kind": "absent", "mode": None, "sha256": None, "link": None}
    try:
        if os.path.islink(target):
            found["link"] = os.readlink(target)
        with open(target, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK)) as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                return dict(found, kind="other")
            if about.st_size > min(FILE_MAX, budget):
                raise Refused("too-much-output", "%s holds %d bytes, more than can be read" % (path, about.st_size))
            content = file.read(FILE_MAX)
    except (FileNotFoundError, NotADirectoryError):
        return found
    except IsADirectoryError:
        return dict(found, kind="other")
    found.update(
        kind="file",
        mode=stat.S_IMODE(about.st_mode),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
    )
    try:
        found["content"] = content.decode("utf-8")
    except UnicodeDecodeError:
        found["base64"] = base64.b64encode(content).decode("ascii")
    return found


def run_commands(commands, budget=ANSWER_MAX):
    answers = []
    for command in commands:
        result = run(command["words"], command.get("timeoutS", 20), min(OUTPUT_MAX, max(budget, 0)))
        budget -= len(result.stdout) + len(result.stderr)
        answers.append(
            {
                "name": command["name"],
                "code": result.code,
                "stdout": result.stdout.decode("utf-8", "replace"),
                "stderr": result.stderr.decode("utf-8", "replace"),
                "timedOut": result.timed_out,
                "truncated": result.truncated,
            }
        )
    return answers


# ---------------------------------------------------------------- apply


def apply(device, request, say):
    check_request(request)
    recover(device)
    with locked(device):
        clear_leftovers(device)
        old = refuse_unless_free(device, request)
        refuse_others_files(device, request)
        refuse_missing_packages(request["services"])
        entries = changes(device, request, old)
        journal = new_journal(device, request, old, entries)
        if not any((entries, journal["addedUnits"], journal["removedUnits"], journal["reload"])):
            say(dict(keep_record(device, journal, old), changed=[], pending=None, unchecked=[]))
            return
        unchecked = prepare(device, journal, request)
        start(device, journal)
        # Said before the worker may begin: the session may not outlive what it changes.
        view = pending_view(journal)
        kept = journal["record"]["kept"]
        say({"changed": view["changed"], "pending": view, "unchecked": unchecked, "kept": kept})


def check_request(request):
    if not ID.match(request["id"]):
        raise Refused("invalid", "not an id of a transaction: %r" % request["id"])
    if not 10 <= request["seconds"] <= 600:
        raise Refused("invalid", "the time to confirm must be 10 to 600 s, not %r" % request["seconds"])
    paths = [checked_path(file["path"]) for file in request["files"]]
    paths += [checked_path(path) for path in request.get("remove", [])]
    if len(set(paths)) != len(paths):
        raise Refused("invalid", "a path is named twice")


def refuse_unless_free(device, request):
    journal = read_journal(device)
    if journal is not None:
        raise Refused(
            "pending",
            "another deployment of this device is under way (by %s, %d s left to confirm); nothing was "
            "changed by this one. Try again when it has ended"
            % (journal["owner"], max(0, journal["deadline"] - now_s())),
        )
    last = read_json(device.last)
    if last is not None and last["id"] == request["id"]:
        raise Refused("stale", "this deployment was ended before: %s" % last["reason"])
    old = read_json(device.generation)
    if old is not None and old["owner"] != request["owner"]:
        raise Refused(
            "foreign",
            "the device is managed by another stack, %s (generation %d), not by %s; nothing was changed. "
            "Release it there first" % (old["owner"], old["number"], request["owner"]),
        )
    expected = request.get("expectGeneration")
    if (old and old["number"]) != expected:
        raise Refused(
            "stale",
            "the device is at %s, and this plan was made for %s; nothing was changed. Refresh, and look at "
            "the new plan" % (generation_words(old and old["number"]), generation_words(expected)),
        )
    return old


def generation_words(number):
    return "no generation (not managed)" if number is None else "generation %d" % number


def refuse_missing_packages(services):
    names = sorted({service["package"] for service in services})
    if not names:
        return
    result = run(["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\\n", *names], CHECK_TIMEOUT_S)
    lines = result.stdout.decode("utf-8", "replace").splitlines()
    there = {line.split()[0] for line in lines if line.split()[1:] == ["installed"]}
    missing = [name for name in names if name not in there]
    if missing:
        why = "" if result.code != 127 else " (dpkg-query is not there: is this Debian?)"
        raise Refused(
            "missing-package",
            "not installed on the device%s: %s; nothing was changed. Install there: apt-get install %s"
            % (why, ", ".join(missing), " ".join(missing)),
        )


def changes(device, request, old):
    """What must be done to the files: one entry a path."""
    entries = []
    for file in request["files"]:
        kind = change_of(device, file)
        if kind is not None:
            entries.append({"path": file["path"], "kind": kind})
    wanted = {file["path"] for file in request["files"]}
    managed = [entry["path"] for entry in old["manifest"]] if old else []
    for path in sorted({*managed, *request.get("remove", [])} - wanted):
        kind = kind_of(device, path)
        if kind is not None:
            entries.append({"path": path, "kind": "remove"})
    return entries


def kind_of(device, path):
    """Of what stands at a path: "file", "link", or None for nothing; anything else is refused."""
    try:
        mode = os.lstat(device.target(path)).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    if stat.S_ISREG(mode):
        return "file"
    if stat.S_ISLNK(mode):
        return "link"
    raise Refused("invalid", "%s on the device is a folder or a special file, no file; nothing was changed" % path)


def change_of(device, file):
    kind = kind_of(device, file["path"])
    if kind is None:
        return "add"
    target = device.target(file["path"])
    content = file["content"].encode("utf-8")
    about = os.lstat(target)
    if kind == "file" and about.st_size == len(content) and stat.S_IMODE(about.st_mode) == file["mode"]:
        with open(target, "rb") as current:
            if current.read() == content:
                return None
    return "replace"


def new_journal(device, request, old, entries):
    services = request["services"]
    before = old["services"] if old else []
    states = old.get("unitsBefore", {}) if old else {}
    named = [service["unit"] for service in services]
    units = own_units(services)
    removed = units_to_remove(device, own_units(before), named, states)
    managed = {entry["path"] for entry in old["manifest"]} if old else set()
    manifest = [
        {
            "path": file["path"],
            "mode": file["mode"],
            "sha256": hashlib.sha256(file["content"].encode("utf-8")).hexdigest(),
        }
        for file in request["files"]
    ]
    return {
        "version": JOURNAL_VERSION,
        "id": request["id"],
        "owner": request["owner"],
        "phase": "staging",
        "seconds": request["seconds"],
        "deadline": now_s() + request["seconds"],
        "bootId": boot_id(),
        "entries": entries,
        "folders": missing_folders(device, entries),
        "servicesBefore": before,
        "addedUnits": [unit for unit in units if unit not in own_units(before)],
        "removedUnits": list(removed),
        # By a removed unit: how it is left.
        "left": removed,
        # Of units that are let go of and run on: they are told that their files changed.
        "servicesLeft": [one for one in before if one["unit"] not in {*named, *removed}],
        "was": {},
        # Replaced or removed though nobody managed them: see keep_unmanaged.
        "unmanaged": [e["path"] for e in entries if e["kind"] != "add" and e["path"] not in managed],
        # Units that take their files anew though no file has changed: what ran was changed by hand.
        "reload": [unit for unit in request.get("reload", []) if unit in named],
        # Running states that are kept, by their numbers.
        "save": [],
        # Units that the worker may have changed; None: it has not begun.
        "touched": None,
        "reason": None,
        "record": {
            "number": (old["number"] if old else 0) + 1,
            "id": request["id"],
            "owner": request["owner"],
            "manifest": manifest,
            "services": services,
            # How a unit was before it was this deployment's.
            "unitsBefore": {unit: states[unit] for unit in units if unit in states},
            # Where this transaction kept what nobody managed.
            "kept": None,
        },
    }


def own_units(services):
    """Units that come and go with this deployment; a borrowed one only takes its files."""
    return [service["unit"] for service in services if not service.get("borrowed")]


def units_to_remove(device, before, named, states):
    """
    By units that nobody names any more: how they are left. All of a whole device's units are its deployment's
    own; a part of a machine takes away what it brought itself, since the rest was others' before.
    """
    others = {service["unit"] for _, record in records_of_others(device) for service in record["services"]}
    gone = [unit for unit in before if unit not in named and unit not in others]
    off = {"enabled": False, "active": False}
    on = {"enabled": True, "active": True}
    left = {unit: off if device.part is None else states.get(unit, on) for unit in gone}
    return {unit: state for unit, state in left.items() if state != on}


def missing_folders(device, entries):
    """Folders that must be made first, outermost first."""
    missing = []
    for entry in entries:
        if entry["kind"] != "add":
            continue
        above = []
        folder = os.path.dirname(entry["path"])
        while folder and not os.path.isdir(device.target(folder)):
            above.append(folder)
            folder = os.path.dirname(folder)
        missing += [path for path in reversed(above) if path not in missing]
    return missing


def keep_record(device, journal, old):
    """Where no file and no service changes, the record at most: nothing on the device could be cut by it."""
    record = journal["record"]
    if old is not None and all(old[key] == record[key] for key in ("manifest", "services", "owner")):
        return {"generation": old["number"]}
    write_json(device.generation, record)
    return {"generation": record["number"]}


def prepare(device, journal, request):
    """Everything that can fail without a change: staging, checks, room, the way back. @returns paths not checked"""
    os.mkdir(device.pending, 0o700)
    fsync_folder(device.state)
    try:
        write_json(device.journal, journal)
        for folder in journal["folders"]:
            os.mkdir(device.target(folder), 0o755)
            fsync_folder(os.path.dirname(device.target(folder)))
        files = {file["path"]: file for file in request["files"]}
        for entry in journal["entries"]:
            if entry["kind"] != "remove":
                stage(device, journal, files[entry["path"]])
        unchecked = check_staged(device, journal, request.get("checks", []))
        for save in request.get("save", []):
            # A program that does not run has no state; what the kernel holds is there without one.
            is_there = save.get("outlivesUnit") or unit_state(save["unit"])["active"]
            if is_there and keep_running_state(device, save, journal):
                journal["save"].append({"unit": save["unit"], "restore": save["restore"]})
        journal["was"] = {unit: unit_state(unit) for unit in units_to_look_at(journal)}
        for unit in journal["addedUnits"]:
            journal["record"]["unitsBefore"][unit] = journal["was"][unit]
        keep_unmanaged(device, journal)
        for entry in journal["entries"]:
            if entry["kind"] != "add":
                link_old(device, journal, entry["path"])
        sync_folders(device, journal)
        # So that to confirm is a rename and needs no room.
        write_json(device.record, journal["record"])
        journal["phase"] = "prepared"
        journal["deadline"] = now_s() + journal["seconds"]
        write_json(device.journal, journal)
        return unchecked
    except BaseException:
        abandon(device, journal)
        raise


def units_to_look_at(journal):
    """Units of which it matters whether they run: those that may be started or stopped, and others' units."""
    record = journal["record"]["services"]
    borrowed = [service["unit"] for service in record if service.get("borrowed")]
    left = [service["unit"] for service in journal["servicesLeft"]]
    return [*journal["addedUnits"], *journal["removedUnits"], *borrowed, *left]


def keep_unmanaged(device, journal):
    """
    What somebody made by hand is not lost when it is taken over: the versions of files that nobody managed
    so far and that this transaction replaces or removes lie in `before/NUMBER` below the agent's state, under
    their paths from the root, once it is confirmed. Each transaction has a number of its own: none overwrites
    what another kept, and Rajut never removes it.
    """
    if not journal["unmanaged"]:
        return
    above = os.path.join(device.state, "before")
    if not os.path.isdir(above):
        os.mkdir(above, 0o700)
        fsync_folder(device.state)
    numbers = [int(name) for name in os.listdir(above) if name.isdigit()]
    journal["record"]["kept"] = os.path.join(above, str(max([0, *numbers]) + 1))
    base = kept_meanwhile(device)
    os.mkdir(base, 0o700)
    for path in journal["unmanaged"]:
        kept = os.path.join(base, path)
        os.makedirs(os.path.dirname(kept), exist_ok=True)
        try:
            os.link(device.target(path), kept, follow_symlinks=False)
        except OSError as error:
            # On another disk than its target.
            if error.errno != errno.EXDEV:
                raise
            copy_whole(device.target(path), kept)
    for folder, _, _ in os.walk(base):
        fsync_folder(folder)


def kept_meanwhile(device):
    return os.path.join(device.pending, "before")


def copy_whole(source, copy):
    """A file or a link, with its owner, mode and times."""
    shutil.copy2(source, copy, follow_symlinks=False)
    about = os.lstat(source)
    os.chown(copy, about.st_uid, about.st_gid, follow_symlinks=False)
    if not os.path.islink(copy):
        handle = os.open(copy, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def stage(device, journal, file):
    """The new content beside its target, with the owner of what it replaces, else of its folder."""
    target = device.target(file["path"])
    staged = device.hidden(file["path"], "new", journal["id"])
    try:
        owner = os.stat(target)
    except OSError:
        owner = os.stat(os.path.dirname(target))
    handle = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        os.fchown(handle, owner.st_uid, owner.st_gid)
        os.fchmod(handle, file["mode"])
        write_all(handle, file["content"].encode("utf-8"))
        os.fsync(handle)
    finally:
        os.close(handle)


def check_staged(device, journal, checks):
    staged = {entry["path"] for entry in journal["entries"] if entry["kind"] != "remove"}
    problems = []
    unchecked = []
    for number, check in enumerate(check for check in checks if check["path"] in staged):
        # Checkers look at a file's name too, so it is shown to them under its own.
        folder = os.path.join(device.pending, "check-%d" % number)
        os.mkdir(folder, 0o700)
        shown = os.path.join(folder, os.path.basename(check["path"]))
        shutil.copy2(device.hidden(check["path"], "new", journal["id"]), shown)
        result = run([*check["words"], shown], CHECK_TIMEOUT_S)
        shutil.rmtree(folder)
        if result.code == 127:
            unchecked.append(check["path"])
        elif result.code != 0:
            told = result.told().replace(shown, "/" + check["path"])
            problems.append("%s is refused by %s: %s" % (check["path"], check["words"][0], told))
    if problems:
        raise Refused("invalid", "\n".join([*problems, "Nothing was changed on the device."]))
    return unchecked


def keep_running_state(device, save, journal):
    """@returns whether there is one"""
    result = run(save["words"], CHECK_TIMEOUT_S, SAVE_MAX)
    if result.code == 127 and save["unit"] not in [service["unit"] for service in journal["record"]["services"]]:
        # The package of a unit that is let go of was taken away before.
        return False
    if result.code != 0 or result.truncated:
        raise Refused(
            "internal",
            "the running state of %s could not be kept, so there would be no way back; nothing was changed. %s: %s"
            % (save["unit"], save["words"][0], result.told()),
        )
    write_state(saved_path(device, len(journal["save"])), result.stdout)
    return True


def saved_path(device, number):
    return os.path.join(device.pending, "saved-%d" % number)


def unit_state(unit):
    return {
        "enabled": systemctl("is-enabled", unit).code == 0,
        "active": systemctl("is-active", unit).stdout.strip() in (b"active", b"activating", b"reloading"),
    }


def link_old(device, journal, path):
    os.link(device.target(path), device.hidden(path, "old", journal["id"]), follow_symlinks=False)


def sync_folders(device, journal):
    for folder in sorted({os.path.dirname(device.target(entry["path"])) for entry in journal["entries"]}):
        with contextlib.suppress(FileNotFoundError):
            fsync_folder(folder)


def start(device, journal):
    """Arms the watchdog, and only when it lives starts the worker."""
    try:
        for role, lock in (("watch", device.watch_lock), ("work", device.worker_lock)):
            has_ended = start_apart(device, role, journal["id"])
            end = time.monotonic() + START_PATIENCE_S
            while not is_held(lock):
                if has_ended() or time.monotonic() >= end:
                    raise Refused("internal", "the %s process did not start; nothing was changed" % role)
                time.sleep(0.01)
    except BaseException:
        stop_worker(device, journal)
        abandon(device, journal)
        raise


def abandon(device, journal):
    """Takes away what was prepared; nothing has been changed by it."""
    remove_hidden(device, journal)
    remove_folders(device, journal)
    remove_pending(device)


# ---------------------------------------------------------------- the worker


def work(device, transaction):
    """Applies a prepared transaction, once."""
    if read_journal(device, transaction) is None:
        return
    lock = Lock(device.worker_lock)
    if not lock.take(START_PATIENCE_S):
        return
    lock.sign()
    with locked(device):
        # `apply` holds it until it has answered.
        journal = read_journal(device, transaction)
        if journal is None or journal["phase"] != "prepared":
            return
    journal.update(phase="applying", touched=[])
    try:
        write_json(device.journal, journal)
        forward(device, journal)
        journal["phase"] = "applied"
        write_json(device.journal, journal)
    except (Failed, OSError) as error:
        lock.release()
        revert(device, transaction, str(error))


def forward(device, journal):
    # While their files are there: what a stop must undo stands in them.
    for unit in journal["removedUnits"]:
        touch(device, journal, unit)
        if any(journal["was"][unit].values()):
            must(unit, ["systemctl", *leaving(journal["left"][unit]), unit])
    for entry in journal["entries"]:
        target = device.target(entry["path"])
        if entry["kind"] == "remove":
            os.unlink(target)
        else:
            os.rename(device.hidden(entry["path"], "new", journal["id"]), target)
    sync_folders(device, journal)
    if changes_units(journal):
        must("systemd", ["systemctl", "daemon-reload"])
    for unit in units_that_stay(journal):
        is_added = unit in journal["addedUnits"]
        due, _ = due_words(journal, unit)
        # What was not running reads its files when it starts.
        if not ran_before(journal, unit):
            due = None
        if not is_added and due is None:
            continue
        touch(device, journal, unit)
        if is_added:
            must(unit, ["systemctl", "enable", "--now", unit])
        if due is not None:
            must(unit, due)


def leaving(state):
    """systemctl's words that leave a unit so."""
    if state["enabled"]:
        return ["stop"]
    return ["disable"] if state["active"] else ["disable", "--now"]


def units_that_stay(journal):
    """Units that read files of this deployment, or did so far."""
    return [service["unit"] for service in [*journal["record"]["services"], *journal["servicesLeft"]]]


def ran_before(journal, unit):
    """Nobody looks at units that the deployment had already: they shall run."""
    return unit not in journal["was"] or journal["was"][unit]["active"]


def touch(device, journal, unit):
    journal["touched"].append(unit)
    write_json(device.journal, journal)


def must(unit, words):
    result = run(words, COMMAND_TIMEOUT_S)
    if result.code != 0:
        raise Failed("%s did not take its new configuration: %s: %s" % (unit, " ".join(words), result.told()))


def changes_units(journal):
    return any(UNIT_FOLDERS.match(entry["path"]) for entry in journal["entries"])


def due_words(journal, unit):
    """What makes a unit take its changed files, and whether that is more than a reload; None where none changed."""
    changed = {entry["path"] for entry in journal["entries"]}
    # A file that it no longer reads has changed for it too.
    known = [s for s in journal["record"]["services"] + journal["servicesBefore"] if s["unit"] == unit]
    for service in known:
        restart = service.get("restart")
        if restart and changed & set(restart["files"]):
            return restart["run"], True
    if unit in journal["reload"] or changed & {path for service in known for path in service["files"]}:
        return known[0]["reload"], False
    return None, False


# ---------------------------------------------------------------- the way back


def stop_worker(device, journal):
    """
    Ends the process that changes the device, and what it has started, until nobody holds its lock.
    @returns the journal as it left it
    """
    end = time.monotonic() + 10
    while True:
        with contextlib.suppress(OSError, ValueError):
            with open(device.worker_lock) as file:
                group = int(file.read())
            if group != os.getpid():
                end_group(group, journal["id"])
        if not is_held(device.worker_lock) or time.monotonic() >= end:
            return read_journal(device, journal["id"])
        time.sleep(0.02)


def revert(device, transaction, reason, boot=False):
    """The old files and what runs by them. Can be killed and begun again at any point."""
    with locked(device, COMMAND_TIMEOUT_S):
        journal = read_journal(device, transaction)
        if journal is None:
            return
        if is_committed(device, journal):
            finish(device, journal)
            return
        journal = stop_worker(device, journal)
        if journal["phase"] == "staging":
            abandon(device, journal)
            return
        worker = Lock(device.worker_lock)
        worker.take(START_PATIENCE_S)
        with contextlib.suppress(OSError):
            worker.sign()
        # Its group may hold what a killed process of this role left running.
        end_group(os.getpgrp(), journal["id"])
        mark_reverting(device, journal, reason)
        problems = backward(device, journal, boot)
        remove_hidden(device, journal)
        remove_folders(device, journal)
        outcome = "reverted-badly" if problems else "rolled-back"
        write_last(device, journal["id"], outcome, journal["reason"], problems)
        remove_pending(device)
        worker.release()


def mark_reverting(device, journal, reason):
    if journal["phase"] == "reverting":
        return
    journal.update(phase="reverting", reason=reason)
    with contextlib.suppress(OSError):
        # On a full disk the way back goes on without it: the phase before leads here too.
        write_json(device.journal, journal)


def backward(device, journal, boot):
    """@returns what did not come back, one text each; each step is tried more than once before it is among them"""
    problems = []
    touched = journal["touched"] or []
    # While the machine boots, a service is not waited for: it may wait for this.
    later = ["--no-block"] if boot else []
    for unit in reversed([unit for unit in journal["addedUnits"] if unit in touched]):
        if not journal["was"][unit]["active"]:
            undo(problems, ["systemctl", *later, "stop", unit], lambda state: not state["active"])
        if not journal["was"][unit]["enabled"]:
            undo(problems, ["systemctl", "disable", unit], lambda state: not state["enabled"])
    running = running_units(journal, touched)
    if not boot:
        # What a stop took away beyond the unit, as `nft flush ruleset` does, is missed from that moment on.
        for unit in touched:
            if unit not in running and unit not in journal["removedUnits"]:
                restore_saved(device, journal, unit, problems)
    put_back(device, journal)
    if journal["touched"] is not None and changes_units(journal):
        words = ["systemctl", "daemon-reload"]
        tried(problems, "systemd", [words, words])
    if not boot:
        for unit in running:
            take_old(device, journal, unit, problems)
    for unit in [unit for unit in journal["removedUnits"] if unit in touched]:
        if journal["was"][unit]["enabled"]:
            words = ["systemctl", "enable", unit]
            tried(problems, unit, [words, words])
        if journal["was"][unit]["active"]:
            words = ["systemctl", *later, "start", unit]
            tried(problems, unit, [words, words])
        if not boot:
            restore_saved(device, journal, unit, problems)
    return problems


def tried(problems, unit, attempts):
    """@returns whether one of several attempts worked, each made when those before failed; a problem else"""
    told = []
    for number, words in enumerate(attempts):
        if number > 0:
            time.sleep(RETRY_PAUSE_S)
        # What hangs once hangs again.
        if told and told[-1][2] and words == told[-1][0]:
            continue
        result = run(words, COMMAND_TIMEOUT_S)
        if result.code == 0:
            return True
        told.append((words, result.told(), result.timed_out))
    said = {" ".join(words): words_told for words, words_told, _ in told}
    problems.append("%s: %s" % (unit, "; ".join("%s: %s" % one for one in said.items())))
    return False


def undo(problems, words, is_undone):
    """A unit that is gone already, as when this is begun again after its file was taken away, is no problem."""
    if run(words, COMMAND_TIMEOUT_S).code != 0 and not is_undone(unit_state(words[-1])):
        time.sleep(RETRY_PAUSE_S)
        tried(problems, words[-1], [words])


def running_units(journal, touched):
    """Units that ran before and run on, and have been told of the new files."""
    return [unit for unit in units_that_stay(journal) if unit in touched and ran_before(journal, unit)]


def take_old(device, journal, unit, problems):
    due, is_restart = due_words(journal, unit)
    ways = [due, due, ["systemctl", "restart", unit]]
    is_saved = any(save["unit"] == unit for save in journal["save"])
    # A reload of the old file, then of what ran, would change the running state twice.
    is_due = due is not None and (is_restart or not is_saved)
    if is_due:
        tried(problems, unit, ways)
    if not restore_saved(device, journal, unit, problems) and due is not None and not is_due:
        tried(problems, unit, ways)


def restore_saved(device, journal, unit, problems):
    """
    What ran before, however the unit stood: rules of a firewall outlive a unit that loaded others.
    @returns whether all of it came back
    """
    failed = []
    for number, save in enumerate(journal["save"]):
        saved = saved_path(device, number)
        words = [*save["restore"], saved]
        if save["unit"] != unit or tried(failed, unit, [words, words]):
            continue
        kept = os.path.join(device.state, "unrestored-" + unit)
        remove_if_there(kept)
        # Not a copy: there may be no room.
        os.link(saved, kept)
        failed[-1] = "%s\nWhat ran before is kept on the device, bring it back there: %s" % (
            failed[-1].replace(saved, kept),
            " ".join([*save["restore"], kept]),
        )
    problems.extend(failed)
    return not failed


def put_back(device, journal):
    for entry in journal["entries"]:
        target = device.target(entry["path"])
        new = device.hidden(entry["path"], "new", journal["id"])
        old = device.hidden(entry["path"], "old", journal["id"])
        if entry["kind"] == "add":
            # While the staged file is there, what stands at the target is not ours.
            if not os.path.lexists(new):
                remove_if_there(target)
        elif os.path.lexists(old):
            if is_same_file(old, target):
                # To rename one name of a file to another of it does nothing.
                os.unlink(old)
            else:
                os.rename(old, target)
    sync_folders(device, journal)


def is_same_file(one, other):
    try:
        return os.path.samestat(os.lstat(one), os.lstat(other))
    except FileNotFoundError:
        return False


def remove_hidden(device, journal):
    for entry in journal["entries"]:
        for kind in ("new", "old"):
            with contextlib.suppress(NotADirectoryError):
                remove_if_there(device.hidden(entry["path"], kind, journal["id"]))
    sync_folders(device, journal)


def remove_folders(device, journal):
    for folder in reversed(journal["folders"]):
        # Someone may have put something there in the meantime.
        with contextlib.suppress(OSError):
            os.rmdir(device.target(folder))


def remove_pending(device):
    """The journal first: without it, there is no transaction."""
    remove_if_there(device.journal)
    fsync_folder(device.pending)
    shutil.rmtree(device.pending, ignore_errors=True)


def write_last(device, transaction, outcome, reason, problems=()):
    value = {"id": transaction, "outcome": outcome, "reason": reason, "problems": list(problems)}
    # A full disk must not keep a transaction open for ever: the generation tells how it ended.
    with contextlib.suppress(OSError):
        write_json(device.last, value)


def clear_leftovers(device):
    if os.path.isdir(device.pending) and not os.path.exists(device.journal):
        shutil.rmtree(device.pending, ignore_errors=True)


# ---------------------------------------------------------------- who looks after a transaction


def verdict(device, journal, watching=False):
    """Why a transaction must be reverted; None while it may go on. The caller holds the lock."""
    if journal["phase"] == "reverting":
        return None if is_held(device.worker_lock) else journal["reason"]
    if journal["bootId"] != boot_id():
        return "the device was started anew before the change was confirmed"
    if now_s() >= journal["deadline"]:
        return "nobody confirmed it within %d s" % journal["seconds"]
    if journal["phase"] in ("prepared", "applying") and not is_held(device.worker_lock):
        return "the process that applied it ended before its time"
    if not watching and not is_held(device.watch_lock):
        return "the watchdog ended before its time"
    return None


def watch(device, transaction):
    """Reverts what is not confirmed at its deadline, whoever else is dead by then."""
    if read_journal(device, transaction) is None:
        return
    lock = Lock(device.watch_lock)
    if not lock.take(START_PATIENCE_S):
        return
    while True:
        try:
            if watch_once(device, transaction):
                return
        except (OSError, Refused):
            # A broken disk or a lock that is held: the next round tries again.
            pass
        time.sleep(WATCH_POLL_S)


def watch_once(device, transaction):
    """@returns whether the transaction has ended"""
    journal = read_journal(device, transaction)
    if journal is None:
        return True
    reason = None
    if now_s() >= journal["deadline"]:
        end_stopped_holder(device)
        reason = verdict(device, journal, watching=True)
    else:
        with contextlib.suppress(Refused), locked(device, 0):
            journal = read_journal(device, transaction)
            if journal is not None:
                if is_committed(device, journal):
                    finish(device, journal)
                    return True
                if journal["phase"] != "staging":
                    reason = verdict(device, journal, watching=True)
    if reason is not None:
        revert(device, transaction, reason)
    return False


def recover(device, wait_s=60):
    """Ends a transaction that nobody looks after any more, if there is one."""
    if not os.path.isdir(device.pending):
        return
    try:
        with locked(device, 0):
            journal = read_journal(device)
            if journal is None:
                clear_leftovers(device)
                return
            if is_committed(device, journal):
                finish(device, journal)
                return
            if journal["phase"] == "staging":
                abandon(device, journal)
                return
            reason = verdict(device, journal)
            if reason is None:
                return
            mark_reverting(device, stop_worker(device, journal), reason)
    except Refused as refused:
        if refused.code == "pending":
            return
        raise
    start_apart(device, "revert", journal["id"])
    wait_end(device, journal["id"], wait_s)


def wait_end(device, transaction, seconds):
    end = time.monotonic() + seconds
    while read_journal(device, transaction) is not None and time.monotonic() < end:
        time.sleep(WAIT_POLL_S)


def with_parts(device):
    """Of a whole machine, it and its parts."""
    names = sorted(os.listdir(device.parts)) if os.path.isdir(device.parts) else []
    return [Device(device.root), *(Device(device.root, name) for name in names if PART.match(name))]


def refuse_others_files(device, request):
    """A file is managed in one place: what two deployments write, neither can take back."""
    wanted = {file["path"] for file in request["files"]}
    for other, record in records_of_others(device):
        taken = sorted(wanted & {entry["path"] for entry in record["manifest"]})
        if taken:
            raise Refused(
                "foreign",
                "/%s is managed by %s of %s already; nothing was changed. Let go of it there first"
                % (taken[0], other.part or "the whole device", record["owner"]),
            )


def records_of_others(device):
    """What the machine's other deployments are, and what one that is under way may make of them."""
    for other in with_parts(device):
        if other.state == device.state:
            continue
        journal = read_journal(other)
        for record in (journal and journal["record"], read_json(other.generation)):
            if record:
                yield other, record


def recover_at_boot(device):
    journal = read_journal(device)
    if journal is None or journal["bootId"] == boot_id():
        recover(device)
    else:
        revert(device, journal["id"], "the device was started anew before the change was confirmed", boot=True)


def wait(device, request):
    """Blocks until it is known how a transaction stands, or for so many seconds."""
    end = time.monotonic() + request["seconds"]
    while True:
        recover(device)
        state = state_of(device, request["id"])
        if state["state"] not in ("applying", "reverting") or time.monotonic() >= end:
            return state
        time.sleep(WAIT_POLL_S)


def state_of(device, transaction):
    journal = read_journal(device, transaction)
    if journal is not None and not is_committed(device, journal):
        phase = journal["phase"]
        state = phase if phase in ("applied", "reverting") else "applying"
        return {"state": state, "reason": journal["reason"], "problems": [], "pending": pending_view(journal)}
    last = read_json(device.last)
    if last is not None and last["id"] == transaction:
        return {"state": last["outcome"], "reason": last["reason"], "problems": last["problems"], "pending": None}
    generation = read_json(device.generation)
    confirmed = generation is not None and generation["id"] == transaction
    return {"state": "confirmed" if confirmed else "unknown", "reason": None, "problems": [], "pending": None}


def confirm(device, request):
    transaction = request["id"]
    recover(device)
    with locked(device):
        journal = read_journal(device, transaction)
        if journal is None:
            return confirmed_before(device, transaction)
        if not is_committed(device, journal):
            if journal["phase"] != "applied" or now_s() >= journal["deadline"]:
                raise Refused(
                    "unconfirmed",
                    "it cannot be confirmed: it is %s, with %d s left. The device reverts by itself"
                    % (journal["phase"], max(0, journal["deadline"] - now_s())),
                )
            # From here on it is the new configuration.
            os.rename(device.record, device.generation)
            fsync_folder(device.state)
        finish(device, journal)
        return confirmed_answer(journal["record"])


def confirmed_answer(record):
    return {"generation": record["number"], "kept": record.get("kept")}


def confirmed_before(device, transaction):
    generation = read_json(device.generation)
    if generation is not None and generation["id"] == transaction:
        return confirmed_answer(generation)
    last = read_json(device.last)
    if last is not None and last["id"] == transaction:
        raise Refused("rolled-back", "it was reverted already: %s" % last["reason"])
    raise Refused("stale", "the device knows no such deployment, so there is nothing to confirm")


def finish(device, journal):
    """What is left to do once the generation's record is in its place."""
    if os.path.isdir(kept_meanwhile(device)):
        kept = journal["record"]["kept"]
        os.rename(kept_meanwhile(device), kept)
        fsync_folder(os.path.dirname(kept))
    remove_hidden(device, journal)
    write_last(device, journal["id"], "confirmed", "confirmed")
    remove_pending(device)


def rollback(device, request):
    transaction = request["id"]
    recover(device)
    with locked(device):
        generation = read_json(device.generation)
        if generation is not None and generation["id"] == transaction:
            raise Refused("stale", "it is confirmed already (generation %d)" % generation["number"])
        journal = read_journal(device, transaction)
        if journal is None:
            last = read_json(device.last)
            if last is None or last["id"] != transaction:
                # Should its `apply` still be on the way, it is refused.
                write_last(device, transaction, "rolled-back", request["reason"])
        else:
            mark_reverting(device, stop_worker(device, journal), request["reason"])
    if journal is not None:
        start_apart(device, "revert", transaction)
        wait_end(device, transaction, request.get("seconds", 60))
    return state_of(device, transaction)


def release(device, request):
    recover(device)
    with locked(device):
        journal = read_journal(device)
        if journal is not None:
            raise Refused("pending", "a deployment of this device is under way; nothing was changed")
        generation = read_json(device.generation)
        if generation is None:
            return {}
        if generation["owner"] != request["owner"]:
            raise Refused(
                "foreign",
                "the device is managed by another stack, %s; nothing was changed" % generation["owner"],
            )
        os.unlink(device.generation)
        fsync_folder(device.state)
        return {}


# ---------------------------------------------------------------- installation

UNIT = """\
# Written by Rajut: takes a deployment back that was not confirmed before the machine went down.
[Unit]
Description=Rajut: revert an unconfirmed deployment
DefaultDependencies=no
RequiresMountsFor=/var/lib/rajut /usr/local/lib/rajut
After=local-fs.target
Before=network-pre.target systemd-networkd.service systemd-sysctl.service sysinit.target shutdown.target
Wants=network-pre.target
Conflicts=shutdown.target
ConditionPathExists=|/var/lib/rajut/pending/journal.json
ConditionPathExistsGlob=|/var/lib/rajut/parts/*/pending/journal.json

[Service]
Type=oneshot
ExecStart=/usr/bin/python3 -I -S %s recover --boot
TimeoutStartSec=60

[Install]
WantedBy=sysinit.target
"""


def install_unit(device):
    """@returns whether the machine takes an unconfirmed change back when it starts"""
    if not has_systemd(device):
        return {"unit": False}
    path = device.target("etc/systemd/system/" + RECOVER_UNIT)
    content = (UNIT % INSTALLED).encode()
    handle = os.open(path + ".tmp", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        write_all(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)
    os.replace(path + ".tmp", path)
    for words in (["daemon-reload"], ["enable", RECOVER_UNIT]):
        result = systemctl(*words)
        if result.code != 0:
            raise Refused("internal", "systemctl %s: %s" % (" ".join(words), result.told()))
    return {"unit": True}


# ---------------------------------------------------------------- commands


def say(answer):
    print(json.dumps(dict(answer, ok=True)), flush=True)


ANSWERS = {
    "status": lambda device, request: status(device),
    "read": read,
    "run": lambda device, request: {"commands": run_commands(request["commands"])},
    "wait": wait,
    "confirm": confirm,
    "rollback": rollback,
    "release": release,
    "install-unit": lambda device, request: install_unit(device),
}


def main(words):
    root = "/"
    part = None
    if words[:1] == ["--root"]:
        root, words = words[1], words[2:]
    if words[:1] == ["--part"]:
        part, words = words[1], words[2:]
        if not PART.match(part):
            raise Refused("invalid", "not the name of a part: %r" % part)
    device = Device(root, part)
    command, *rest = words or [""]
    os.umask(0o022)
    if command == "work":
        work(device, rest[0])
    elif command == "watch":
        watch(device, rest[0])
    elif command == "revert":
        revert(device, rest[0], "it was taken back")
    elif command == "recover":
        if rest == ["--boot"]:
            for one in with_parts(device):
                recover_at_boot(one)
        else:
            recover(device)
        say({})
    elif command == "apply":
        apply(device, json.load(sys.stdin), say)
    elif command in ANSWERS:
        text = sys.stdin.read()
        say(ANSWERS[command](device, json.loads(text) if text.strip() else {}))
    else:
        raise Refused("internal", "no such command: %r" % command)


def explain(error):
    """Any failure as an answer: the caller is a program."""
    if isinstance(error, Refused):
        return error.code, str(error)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "no-space", "no room on the device's disk; nothing was changed. Make room there (df -h / /var)"
    return "internal", "%s: %s" % (type(error).__name__, error)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Exception as error:
        code, message = explain(error)
        print(json.dumps({"ok": False, "error": {"code": code, "message": message}}), flush=True)
