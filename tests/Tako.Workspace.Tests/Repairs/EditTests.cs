using FsCheck;
using FsCheck.Fluent;
using Tako.Core.Faults;
using Tako.Workspace.Repairs;
using Tako.Workspace.Tests.Overlay;

namespace Tako.Workspace.Tests.Repairs;

public sealed class EditTests : IDisposable
{
    private readonly TempRepository _repo = new(
        ("src/calc.py", "def add(a, b):\n    return a - b\n\n\ndef sub(a, b):\n    return a - b\n"),
            ("win.txt", "\uFEFFone\r\ntwo\r\nthree"), ("old.txt", "old\n"));

    public void Dispose() => _repo.Dispose();

    private static IReadOnlyList<Edit> Read(string answer) =>
        EditReader.Read(answer).ShouldBeOfType<Parsed<IReadOnlyList<Edit>>.Ok>().Value;

    private ApplyOutcome Apply(string answer) => EditApplier.Apply(_repo.Open(), Read(answer));

    private string? After(string answer, string path) => Apply(answer).ShouldBeOfType<ApplyOutcome.Applied>().Shadow.Text(path);

    private const string Fixed = "def add(a, b):\n    return a + b\n\n\ndef sub(a, b):\n    return a - b\n";

    [Theory]
    [InlineData(
        """
        {"edits":[{"path":"src/calc.py","kind":"replace",
        "find":"def add(a, b):\n    return a - b","replace":"def add(a, b):\n    return a + b"}],"note":"x"}
        """)]
    [InlineData(
        "Here it is:\n```json\n{\"edits\":[{\"path\":\"src/calc.py\",\"kind\":\"replace\"," +
        "\"find\":\"def add(a, b):\\n    return a - b\",\"replace\":\"def add(a, b):\\n    return a + b\"}]}\n```\nDone.")]
    [InlineData("src/calc.py\n```python\n<<<<<<< SEARCH\ndef add(a, b):\n    return a - b\n=======\n" +
        "def add(a, b):\n    return a + b\n>>>>>>> REPLACE\n```")]
    [InlineData("```diff\n--- a/src/calc.py\n+++ b/src/calc.py\n@@ -1,3 +1,3 @@\n def add(a, b):\n" +
        "-    return a - b\n+    return a + b\n \n```")]
    [InlineData("*** Begin Patch\n*** Update File: src/calc.py\n@@\n def add(a, b):\n-    return a - b\n+    return a + b\n*** End Patch")]
    [InlineData("The file is now:\n\n**src/calc.py**\n```python\ndef add(a, b):\n    return a + b\n\n\n" +
        "def sub(a, b):\n    return a - b\n```")]
    [InlineData("```python\n# src/calc.py\ndef add(a, b):\n    return a + b\n\n\ndef sub(a, b):\n    return a - b\n```")]
    public void Every_common_form_leads_to_the_same_file(string answer) => After(answer, "src/calc.py").ShouldBe(Fixed);

    [Fact]
    public void Files_are_made_moved_and_deleted()
    {
        var shadow =
            Apply("*** Begin Patch\n*** Add File: new.txt\n+hello\n*** Delete File: old.txt\n" +
                "*** Update File: src/calc.py\n*** Move to: src/sum.py\n@@\n def add(a, b):\n-    return a - b\n" +
                "+    return a + b\n*** End Patch")
            .ShouldBeOfType<ApplyOutcome.Applied>().Shadow;
        shadow.Text("new.txt").ShouldBe("hello\n");
        shadow.Text("old.txt").ShouldBeNull();
        shadow.Text("src/sum.py").ShouldBe(Fixed);
        After("--- /dev/null\n+++ b/n.txt\n@@ -0,0 +1,2 @@\n+a\n+b\n\\ No newline at end of file\n", "n.txt").ShouldBe("a\nb");
        After("--- a/old.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-old\n", "old.txt").ShouldBeNull();
    }

    [Fact]
    public void Two_places_are_never_chosen_between()
    {
        var missed =
            Apply("""
                {"edits":[{"path":"src/calc.py","kind":"replace","find":"return a - b","replace":"return a + b"}]}
                """).ShouldBeOfType<ApplyOutcome.Missed>();
        missed.Pains.ShouldHaveSingleItem().Code.ShouldBe("two-places");
        missed.Pains[0].Message.ShouldContain("lines 2, 6");
    }

    [Fact]
    public void A_hunk_that_names_its_line_settles_which_place_is_meant() =>
        After("--- a/src/calc.py\n+++ b/src/calc.py\n@@ -6,1 +6,1 @@\n-    return a - b\n+    return b - a\n",
            "src/calc.py")!.ShouldEndWith("return b - a\n");

    [Fact]
    public void Spaces_and_indentation_are_forgiven_and_noted()
    {
        var applied =
            Apply("src/calc.py\n<<<<<<< SEARCH\n  def add(a, b):   \n      return a - b\n=======\n  def add(a, " +
                "b):\n      return a + b\n>>>>>>> REPLACE\n").ShouldBeOfType<ApplyOutcome.Applied>();
        applied.Shadow.Text("src/calc.py").ShouldBe(Fixed);
        applied.Notes.ShouldHaveSingleItem().ShouldContain("indentation");
    }

    [Fact]
    public void A_miss_names_the_first_line_that_differs_at_the_nearest_place()
    {
        var pain = Apply(
            "src/calc.py\n<<<<<<< SEARCH\ndef sub(a, b):\n    return a - c\n=======\nx\n>>>>>>> REPLACE\n")
                .ShouldBeOfType<ApplyOutcome.Missed>().Pains[0];
        (pain.Code, pain.Line, pain.Expected, pain.Actual).ShouldBe(("no-match", 6, "    return a - c", "    return a - b"));
    }

    [Fact]
    public void Byte_order_mark_line_ends_and_the_last_line_stay()
    {
        After("""{"edits":[{"path":"win.txt","kind":"replace","find":"one\ntwo\n","replace":"1\n2\n2b\n"}]}""",
            "win.txt").ShouldBe("\uFEFF1\r\n2\r\n2b\r\nthree");
        After("win.txt\n```\nall\nnew\n```\n", "win.txt").ShouldBe("\uFEFFall\r\nnew");
    }

    [Fact]
    public void One_edit_that_misses_takes_all_back()
    {
        var answer =
            """
            {"edits":[{"path":"old.txt","kind":"delete"},
            {"path":"nope.txt","kind":"replace","find":"a","replace":"b"},{"path":"gone.txt","kind":"delete"}]}
            """;
        Apply(answer).ShouldBeOfType<ApplyOutcome.Missed>().Pains.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("I could not find the bug, sorry.")]
    [InlineData("""{"edits":[{"path":"../x","kind":"write","content":"x"}]}""")]
    [InlineData("""{"edits":[{"path":".git/hooks/pre-commit","kind":"write","content":"x"}]}""")]
    [InlineData("""{"edits":[{"path":"a","kind":"chmod"}]}""")]
    [InlineData("""{"edits":{}}""")]
    [InlineData("a.py\n<<<<<<< SEARCH\nx\n=======\ny\n")]
    public void An_answer_that_cannot_be_followed_is_a_fault_that_says_why(string answer) =>
        EditReader.Read(answer).ShouldBeOfType<Parsed<IReadOnlyList<Edit>>.Faulty>().Faults[0].Message.ShouldNotBeEmpty();

    [Fact]
    public void No_answer_makes_the_reader_or_the_applier_throw()
    {
        var pieces = (string[])["*** Begin Patch\n", "*** Update File: src/calc.py\n", "@@ -1,2 +1,2 @@\n", "+x\n",
            "-    return a - b\n", " \n", "--- a/old.txt\n", "+++ b/old.txt\n",
            "<<<<<<< SEARCH\n", "=======\n", ">>>>>>> REPLACE\n", "```py\n", "```\n", "old.txt\n", "{\"edits\":[",
            "{\"path\":\"old.txt\",\"kind\":\"write\",\"content\":\"\\ud800\"}", "]}", "\\ No newline\n",
            "rename from old.txt\n", "rename to z.txt\n", "*** End Patch\n"];
        var shadow = _repo.Open();
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), ArbMap.Default.ArbFor<string?>(), (picks, noise) =>
        {
            var answer = string.Concat(picks.Select(pick => pieces[(uint)pick % pieces.Length])) + noise;
            if (EditReader.Read(answer) is Parsed<IReadOnlyList<Edit>>.Ok { Value: var edits })
                EditApplier.Apply(shadow, edits);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }
}
