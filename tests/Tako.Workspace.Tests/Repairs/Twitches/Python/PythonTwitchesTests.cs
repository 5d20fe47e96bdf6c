using Tako.Workspace.Repairs.Twitches;
using Tako.Workspace.Repairs.Twitches.Python;
using Tako.Workspace.Senses;
using Tako.Workspace.Senses.Ladder;
using Tako.Workspace.Tests.Overlay;
using Tako.Workspace.Tests.Senses.Workers;

namespace Tako.Workspace.Tests.Repairs.Twitches.Python;

public sealed class PythonTwitchesTests(ITestOutputHelper output)
{
    private static readonly PythonTwitches Twitches = new(Feelings.Workers);

    [Theory]
    [InlineData("if x\n    pass\n", "if x:\n    pass\n")]
    [InlineData("x = 1\nif x == 1:\n    pass\nelse if x == 2:\n    pass\n", "x = 1\nif x == 1:\n    pass\nelif x == 2:\n    pass\n")]
    [InlineData("def f(x, y):\n    return x && !y\n", "def f(x, y):\n    return x and not y\n")]
    [InlineData("i = 0\ni++\n", "i = 0\ni += 1\n")]
    [InlineData("print 'hello'\n", "print('hello')\n")]
    [InlineData("x = 1\nif x = 1:\n    pass\n", "x = 1\nif x == 1:\n    pass\n")]
    [InlineData("def f():\nreturn 1\n", "def f():\n    return 1\n")]
    [InlineData("def f():\n    x = 1\n      return x\n", "def f():\n    x = 1\n    return x\n")]
    [InlineData("def f(x):\n    if x:\n        return 1\n      return 2\n", "def f(x):\n    if x:\n        return 1\n    return 2\n")]
    [InlineData("def f(x):\n    if x:\n\treturn 1\n    return 2\n", "def f(x):\n    if x:\n        return 1\n    return 2\n")]
    [InlineData("x = [1, 2 3]\n", "x = [1, 2, 3]\n")]
    [InlineData("print('a)\nprint(\"b)\n", "print('a')\nprint(\"b\")\n")]
    [InlineData("function f(x):\n    return x\n", "def f(x):\n    return x\n")]
    [InlineData("if x:\r\n    y = (1\r\n", "if x:\r\n    y = (1)\r\n")]
    public async Task What_the_parser_misses_is_put_where_a_person_would(string broken, string whole) =>
        (await FirstAsync("\uFEFF" + broken, "parse")).ShouldBe("\uFEFF" + whole);

    [Theory]
    [InlineData("def f(x):\n    return math.sqrt(x)\n", "import math\n\ndef f(x):\n    return math.sqrt(x)\n")]
    [InlineData("\"\"\"Tides.\"\"\"\nimport os\n\nprint(os.name, json.dumps(1))\n",
        "\"\"\"Tides.\"\"\"\nimport json\nimport os\n\nprint(os.name, json.dumps(1))\n")]
    [InlineData("from collections import Counter\n\nx = Counter(), defaultdict(int)\n",
        "from collections import Counter, defaultdict\n\nx = Counter(), defaultdict(int)\n")]
    [InlineData("def f(items):\n    return lenn(items)\n", "def f(items):\n    return len(items)\n")]
    [InlineData("def f(items):\n    return true\n", "def f(items):\n    return True\n")]
    [InlineData("userName = 1\nprint(user_name)\n", "userName = 1\nprint(userName)\n")]
    [InlineData("from service import get_usr\n\nprint(get_usr(1))\n", "from service import get_user\n\nprint(get_user(1))\n")]
    [InlineData("import service\n\nprint(service.getUser(1))\n", "import service\n\nprint(service.get_user(1))\n")]
    public async Task A_name_that_is_not_there_is_brought_in_or_spelt_right(string broken, string whole) =>
        (await FirstAsync(broken, "semantics")).ShouldBe(whole);

    [Fact]
    public async Task A_failed_test_is_read_as_well()
    {
        using var repository = new TempRepository(("sea.py", "class Sea:\n    def depth():\n        return 1\n"));
        var start = repository.Open();
        var pain = new Pain
        {
            Rung = "test", Tool = "unittest", Code = "TypeError",
                Message = "TypeError: Sea.depth() takes 0 positional arguments but 1 was given",
            File = ShadowExtensions.At("sea.py"), Line = 2,
        };
        var twitch = (await Twitches.ProposeAsync(start, [pain], TestContext.Current.CancellationToken))[0];
        twitch.Shadow.Text("sea.py").ShouldBe("class Sea:\n    def depth(self):\n        return 1\n");
        twitch.Name.ShouldBe("python.self");
        start.Text("sea.py")!.ShouldContain("depth()");
    }

    [Fact]
    public async Task Most_programs_that_lost_one_token_are_whole_again()
    {
        var report = new DamageReport();
        foreach (var program in PythonPrograms.All)
        {
            using var repository = new TempRepository(("program.py", program));
            var start = repository.Open();
            await report.MeasureAsync(repository, "program.py", DamageReport.Each(program, isPython: true), Twitches,
                [Feelings.Python(start, "parse"), Feelings.Python(start, "semantics")],
                Environment.GetEnvironmentVariable("TAKO_SHOW") is null ? null : output.WriteLine, TestContext.Current.CancellationToken);
        }

        output.WriteLine(report.ToString());
        report.All.ShouldBeGreaterThan(200);
        report.Clean.ShouldBeGreaterThanOrEqualTo(0.90);
        report.Exact.ShouldBeGreaterThanOrEqualTo(0.80);
    }

    private static async Task<string?> FirstAsync(string broken, string rung)
    {
        using var repository = new TempRepository(("README.md", "x"), ("service.py", "def get_user(key):\n    return key\n"));
        var start = repository.Open();
        var shadow = start.With("new.py", broken);
        var pains = await Feelings.Python(start, rung).HurtsAsync(shadow);
        IReadOnlyList<Twitch> twitches = await Twitches.ProposeAsync(shadow, pains, TestContext.Current.CancellationToken);
        return twitches.Count == 0 ? null : twitches[0].Shadow.Text("new.py");
    }
}
