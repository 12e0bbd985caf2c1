"""Versions of one file with Millrace's ingest and with DVC: seconds, bytes stored, and what is said of the difference."""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import time

PLAN = {
    "source": {"type": "volume", "claimName": "raw", "path": "rides.csv"},
    "strictColumns": False,
    "columns": [{"name": "ride", "role": "key"}, {"name": "fare", "role": "label"}],
    "split": {"columns": [], "fractions": {"train": 0.7, "validation": 0.15, "test": 0.15}, "seed": 7},
    "tests": [{"name": "distances", "column": "distance", "min": 0}],
    "image": "benchmark",
}


def size(folder):
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())


def edit(source, target):
    """Copies a file with one digit changed in a row in its middle."""
    shutil.copyfile(source, target)
    with open(target, "r+b") as file:
        file.seek(target.stat().st_size // 2)
        file.readline()
        row = file.tell()
        fields = file.readline().split(b",")
        fare = fields[-1]
        file.seek(row + len(b",".join(fields)) - len(fare))
        file.write((b"1" if fare[:1] != b"1" else b"2") + fare[1:])


class Millrace:
    """The trainer's ingest command as a process, as an ingest pod runs it."""

    name = "Millrace"

    def __init__(self, work, trainer):
        self.trainer = trainer
        self.folder = work / "millrace"
        self.source = self.folder / "source"
        self.store = self.folder / "store"
        for folder in (self.source, self.store):
            folder.mkdir(parents=True)
        self.parent = {}
        self.current = {}

    def version(self):
        plan = PLAN | self.parent
        (self.folder / "plan.json").write_text(json.dumps(plan))
        summary = self.folder / "summary.json"
        subprocess.run(
            [self.trainer, "ingest", "--plan", self.folder / "plan.json", "--store", f"file://{self.store}"]
            + ["--source", self.source, "--scratch", self.folder / "scratch", "--termination-log", summary],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        ended = json.loads(summary.read_text())
        self.current = ended["ingest"]
        return "found to be done" if ended["cached"] else self.difference()

    def difference(self):
        diff = self.current.get("diff")
        return f"+{diff['rowsAdded']} −{diff['rowsRemoved']} rows, {diff.get('rowsChanged', 0)} changed" if diff else ""

    def keep(self):
        """The next version is compared with this one."""
        self.parent = {"parent": self.current["digest"], "parentView": self.current["view"]}

    def stored(self):
        return size(self.store)


class Dvc:
    """dvc add and dvc diff in a Git repository of its own."""

    name = "DVC"

    def __init__(self, work, _):
        self.source = work / "dvc"
        self.source.mkdir(parents=True)
        for command in (["git", "init", "-q"], ["dvc", "init", "-q"], ["dvc", "config", "cache.type", "copy"]):
            self.run(*command)
        self.commit()
        self.kept = False

    def run(self, *command):
        return subprocess.run(command, cwd=self.source, check=True, capture_output=True, text=True).stdout

    def commit(self):
        self.run("git", "add", "-A")
        self.run("git", "-c", "user.name=benchmark", "-c", "user.email=benchmark@localhost", "commit", "-q", "--allow-empty", "-m", "rows")

    def version(self):
        self.run("dvc", "add", "-q", "rides.csv")
        return ", ".join(self.run("dvc", "diff").split("\n")[:2]).strip(" ,") if self.kept else ""

    def keep(self):
        self.commit()
        self.kept = True

    def stored(self):
        return size(self.source / ".dvc" / "cache")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--trainer", required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    options = parser.parse_args()
    first, appended, edited = (options.work / f"{name}.csv" for name in ("first", "appended", "edited"))
    if not edited.exists():
        edit(appended, edited)
    for peer in ("millrace", "dvc"):
        shutil.rmtree(options.work / peer, ignore_errors=True)
    peers = [Millrace(options.work, options.trainer), Dvc(options.work, None)]
    steps = [("first", first), ("unchanged", None), ("1 % appended", appended), ("one row edited", edited)]
    print("| version | | seconds | stored, MiB | says |")
    print("|---|---|---|---|---|")
    for step, file in steps:
        for peer in peers:
            if file:
                if file != first:
                    peer.keep()
                shutil.copyfile(file, peer.source / "rides.csv")
            os.sync()
            before = peer.stored()
            begun = time.monotonic()
            said = peer.version()
            seconds = time.monotonic() - begun
            added = (peer.stored() - before) / 2**20
            print(f"| {step} | {peer.name} | {seconds:.1f} | +{added:.1f} | {said} |", flush=True)


if __name__ == "__main__":
    main()
