namespace Tako.Workspace.Tests.Repairs.Twitches.Python;

/// <summary>Small whole programs to damage.</summary>
internal static class PythonPrograms
{
    public static IReadOnlyList<string> All { get; } =
    [
        """
        import json
        from pathlib import Path


        def load(path):
            text = Path(path).read_text(encoding="utf-8")
            return json.loads(text)


        def names(path, minimum=3):
            found = []
            for entry in load(path):
                name = entry.get("name", "")
                if len(name) >= minimum and name not in found:
                    found.append(name.strip())
                elif not name:
                    print("no name in", entry)
            return sorted(found)

        """,
        """
        import math


        class Circle:
            def __init__(self, radius):
                if radius < 0:
                    raise ValueError("radius must not be negative")
                self.radius = radius

            def area(self):
                return math.pi * self.radius ** 2

            def scaled(self, factor):
                return Circle(self.radius * factor)


        def largest(circles):
            best = None
            for circle in circles:
                if best is None or circle.area() > best.area():
                    best = circle
            return best

        """,
        """
        from collections import Counter, defaultdict


        def words(text):
            return [word.lower() for word in text.split() if word.isalpha()]


        def by_length(text):
            groups = defaultdict(list)
            for word in words(text):
                groups[len(word)].append(word)
            return dict(groups)


        def most_common(text, limit=3):
            counts = Counter(words(text))
            return [(word, number) for word, number in counts.most_common(limit)]


        TABLE = {
            "a": [1, 2, 3],
            "b": [4, 5],
        }

        """,
        """
        import os
        import re
        import sys

        PATTERN = re.compile(r"^(\w+)=(.*)$")


        def read(lines):
            values = {}
            for number, line in enumerate(lines, start=1):
                match = PATTERN.match(line)
                if match is None:
                    print(f"line {number}: {line!r}", file=sys.stderr)
                    continue
                values[match.group(1)] = match.group(2)
            return values


        def main(arguments):
            for name in arguments[1:]:
                if not os.path.exists(name):
                    return 1
                with open(name, encoding="utf-8") as source:
                    print(read(source))
            return 0


        if __name__ == "__main__":
            sys.exit(main(sys.argv))

        """,
        """
        def merge(left, right):
            result = []
            i = j = 0
            while i < len(left) and j < len(right):
                if left[i] <= right[j]:
                    result.append(left[i])
                    i += 1
                else:
                    result.append(right[j])
                    j += 1
            return result + left[i:] + right[j:]


        def sort(items):
            if len(items) < 2:
                return items
            middle = len(items) // 2
            return merge(sort(items[:middle]), sort(items[middle:]))


        def test():
            assert sort([3, 1, 2]) == [1, 2, 3]
            assert merge([], [(1, "x")]) == [(1, "x")]
            try:
                sort(None)
            except TypeError as wrong:
                print("as expected:", wrong)
            finally:
                print("done")

        """,
    ];
}
