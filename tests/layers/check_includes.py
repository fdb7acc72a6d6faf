#!/usr/bin/env python3
"""Checks that includes point down only, as the folders' table in the README says.

usage: check_includes.py ROOT

Prints each violation as FILE:LINE: MESSAGE; exit code 1 if there is any.
"""

import pathlib
import re
import sys

# What any component may include: the ground floor and the two libraries that stand on nothing else.
SHARED = {"shm", "fix-gateway/transport", "feed-handler/reader"}

# Layer -> layers that its files may include beside its own. A file belongs to the layer with the longest matching name.
ALLOWED = {
    "shm": set(),
    "config": {"shm"},
    "fix-gateway/transport": {"shm"},
    "feed-handler/reader": {"shm"},
    "engine": SHARED,
    "engine/programs": {"config", "shm", "engine"},
    "fix-gateway": SHARED,
    "feed-handler": SHARED,
    "latency": SHARED | {"config", "engine", "fix-gateway", "feed-handler"},
}
TEST_LAYER = "tests"  # may include everything, and nothing may include it
PROGRAM = "main.cpp"  # may also include these: it turns a config into its component's options
FOR_PROGRAMS = {"config", "engine/programs"}

INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"')


def layer_of(path):
    names = [*ALLOWED, TEST_LAYER]
    matches = [name for name in names if path.startswith(name + "/")]
    return max(matches, key=len, default=None)


def includes_of(file):
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if match := INCLUDE.match(line):
            yield number, match.group(1)


def is_allowed(path, source, target):
    if source == target or source == TEST_LAYER:
        return True
    if target in FOR_PROGRAMS and path.endswith("/" + PROGRAM):
        return True
    return target in ALLOWED[source]


def source_files(root):
    for layer in sorted({name.split("/")[0] for name in [*ALLOWED, TEST_LAYER]}):
        for file in sorted((root / layer).rglob("*")):
            if file.suffix in (".h", ".cpp"):
                yield file


def find_cycle(graph):
    """A list of files that include each other in a ring, or nothing."""
    done, path = set(), []

    def visit(node):
        if node in path:
            return path[path.index(node):] + [node]
        if node in done:
            return None
        path.append(node)
        for target in graph.get(node, ()):
            if cycle := visit(target):
                return cycle
        path.pop()
        done.add(node)
        return None

    return next((cycle for node in graph if (cycle := visit(node))), None)


def check(root):
    violations, graph = [], {}
    for file in source_files(root):
        path = file.relative_to(root).as_posix()
        source = layer_of(path)
        for line, target_path in includes_of(file):
            graph.setdefault(path, []).append(target_path)
            target = layer_of(target_path)
            if target is None:
                violations.append(f'{path}:{line}: "{target_path}" is not named from the repository root')
            elif not is_allowed(path, source, target):
                violations.append(f"{path}:{line}: {source} must not include {target} ({target_path})")
    if not graph:
        violations.append(f"{root}: no includes found; is it the repository root?")
    if cycle := find_cycle(graph):
        violations.append("headers include each other: " + " -> ".join(cycle))
    return violations


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    violations = check(pathlib.Path(sys.argv[1]))
    print("\n".join(violations) if violations else "every include points down")
    sys.exit(1 if violations else 0)


if __name__ == "__main__":
    main()
