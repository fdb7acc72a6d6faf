#!/usr/bin/env python3
"""Proves that check_includes.py fails where it should: small trees, each with one violation."""

import pathlib
import tempfile
import unittest

from check_includes import check


def violations(files):
    """What is found in a tree of {path: text of the file}."""
    with tempfile.TemporaryDirectory() as directory:
        root = pathlib.Path(directory)
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        return check(root)


def including(*paths):
    return "".join(f'#include "{path}"\n' for path in paths)


class CheckIncludes(unittest.TestCase):
    def assert_refused(self, path, included):
        found = violations({path: including(included)})
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(f"{path}:1:"), found)

    def assert_accepted(self, path, included):
        self.assertEqual(violations({path: including(included)}), [])

    def test_each_forbidden_edge_is_found(self):
        for path, included in [
            ("shm/a.h", "config/b.h"),
            ("shm/a.h", "engine/b.h"),
            ("config/a.h", "engine/b.h"),
            ("engine/a.cpp", "config/b.h"),
            ("engine/a.cpp", "fix-gateway/b.h"),
            ("engine/a.cpp", "feed-handler/book/b.h"),
            ("fix-gateway/a.cpp", "engine/b.h"),
            ("fix-gateway/a.cpp", "config/b.h"),
            ("fix-gateway/transport/a.cpp", "fix-gateway/session/b.h"),
            ("feed-handler/reader/a.h", "feed-handler/book/b.h"),
            ("feed-handler/reader/a.h", "fix-gateway/transport/b.h"),
            ("feed-handler/book/a.h", "fix-gateway/codec/b.h"),
            ("engine/a.h", "latency/b.h"),
            ("engine/a.h", "tests/b.h"),
        ]:
            with self.subTest(path=path, included=included):
                self.assert_refused(path, included)

    def test_each_permitted_edge_is_accepted(self):
        for path, included in [
            ("config/a.h", "shm/b.h"),
            ("engine/book/a.h", "engine/b.h"),
            ("engine/main.cpp", "config/b.h"),
            ("engine/publisher/a.h", "feed-handler/reader/b.h"),
            ("feed-handler/status/main.cpp", "config/b.h"),
            ("fix-gateway/gateway/a.h", "fix-gateway/transport/b.h"),
            ("feed-handler/book/a.h", "fix-gateway/transport/b.h"),
            ("feed-handler/book/a.h", "feed-handler/reader/b.h"),
            ("latency/a.h", "engine/b.h"),
            ("tests/end-to-end/a.cpp", "config/b.h"),
        ]:
            with self.subTest(path=path, included=included):
                self.assert_accepted(path, included)

    def test_an_include_relative_to_its_own_folder_is_found(self):
        self.assert_refused("shm/a.h", "b.h")
        self.assert_refused("shm/a.h", "../shm/b.h")

    def test_spelling_does_not_hide_an_include(self):
        self.assertEqual(len(violations({"shm/a.h": '  #  include   "engine/b.h" // why\n'})), 1)

    def test_headers_in_a_ring_are_found(self):
        ring = {"shm/a.h": including("shm/b.h"), "shm/b.h": including("shm/c.h"), "shm/c.h": including("shm/a.h")}
        self.assertEqual(
            violations(ring), ["headers include each other: shm/a.h -> shm/b.h -> shm/c.h -> shm/a.h"])

    def test_an_empty_tree_is_not_a_success(self):
        self.assertEqual(len(violations({"README.md": "nothing"})), 1)


if __name__ == "__main__":
    unittest.main()
