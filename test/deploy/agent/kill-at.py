"""Runs the agent and kills it before its n-th step that the system would remember.

kill-at.py PLAN AGENT ARGUMENTS…, where PLAN is `command=n,…@FOLDER`: each process of the agent whose
command is named there is killed at its n-th step, once: it leaves `killed-COMMAND` in the folder first.
The agent's own processes are run the same way.
"""
import os
import runpy
import signal
import subprocess
import sys

PLAN, AGENT, *ARGUMENTS = sys.argv[1:]
STEPS = ["rename", "replace", "link", "unlink", "fsync", "mkdir", "rmdir", "write", "fchmod"]

plan, _, folder = PLAN.partition("@")
kill_at = {name: int(step) for name, step in (part.split("=") for part in plan.split(","))}
command = ARGUMENTS[2] if ARGUMENTS[0] == "--root" else ARGUMENTS[0]
count = 0


def step():
    global count
    count += 1
    mark = os.path.join(folder, "killed-" + command)
    if count == kill_at.get(command) and not os.path.exists(mark):
        with open(mark, "x"):
            pass
        os.kill(os.getpid(), signal.SIGKILL)


def counted(function):
    def call(*arguments, **named):
        step()
        return function(*arguments, **named)

    return call


class CountedPopen(subprocess.Popen):
    def __init__(self, words, *arguments, **named):
        step()
        if AGENT in words:
            at = words.index(AGENT)
            words = [*words[:at], __file__, PLAN, *words[at:]]
        super().__init__(words, *arguments, **named)


for name in STEPS:
    setattr(os, name, counted(getattr(os, name)))
subprocess.Popen = CountedPopen
sys.argv = [AGENT, *ARGUMENTS]
runpy.run_path(AGENT, run_name="__main__")
