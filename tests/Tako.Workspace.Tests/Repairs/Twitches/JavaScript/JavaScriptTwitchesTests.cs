using Tako.Workspace.Repairs.Twitches;
using Tako.Workspace.Repairs.Twitches.JavaScript;
using Tako.Workspace.Senses;
using Tako.Workspace.Tests.Overlay;
using Tako.Workspace.Tests.Senses.Workers;

namespace Tako.Workspace.Tests.Repairs.Twitches.JavaScript;

public sealed class JavaScriptTwitchesTests(ITestOutputHelper output)
{
    private static readonly JavaScriptTwitches Twitches = new(Feelings.Workers);

    [Theory]
    [InlineData("if (x) {\n  f();\n} elif (y) {\n  g();\n}\n", "if (x) {\n  f();\n} else if (y) {\n  g();\n}\n")]
    [InlineData("def f(x) {\n  return x;\n}\n", "function f(x) {\n  return x;\n}\n")]
    [InlineData("const x = [1, 2 3];\n", "const x = [1, 2, 3];\n")]
    [InlineData("const x = {\n  a: 1\n  b: 2,\n};\n", "const x = {\n  a: 1,\n  b: 2,\n};\n")]
    [InlineData("console.log('a);\n", "console.log('a');\n")]
    [InlineData("function f() {\n  if (x) {\n    g();\n}\n\nf();\n", "function f() {\n  if (x) {\n    g();\n  }\n}\n\nf();\n")]
    [InlineData("console.log(f(1);\r\n", "console.log(f(1));\r\n")]
    [InlineData("if (a and not b) {\n  f();\n}\n", "if (a && !b) {\n  f();\n}\n")]
    public async Task What_the_parser_misses_is_put_where_a_person_would(string broken, string whole)
    {
        using var repository = new TempRepository(("README.md", "x"));
        var start = repository.Open();
        var shadow = start.With("new.js", broken);
        var pains = await Feelings.JavaScript(start, "parse").HurtsAsync(shadow);
        var twitches = await Twitches.ProposeAsync(shadow, pains, TestContext.Current.CancellationToken);
        twitches.ShouldNotBeEmpty();
        twitches[0].Shadow.Text("new.js").ShouldBe(whole);
    }

    [Theory]
    [InlineData("ReferenceError: fs is not defined", 1, "console.log(fs.readdirSync('.'));\n",
        "const fs = require('fs');\nconsole.log(fs.readdirSync('.'));\n")]
    [InlineData("ReferenceError: True is not defined", 1, "const x = True;\n", "const x = true;\n")]
    [InlineData("ReferenceError: cuont is not defined", 2, "const count = 1;\nconsole.log(cuont);\n",
        "const count = 1;\nconsole.log(count);\n")]
    [InlineData("TypeError: price.totl is not a function", 2, "const price = require('./price');\nprice.totl([1]);\n",
        "const price = require('./price');\nprice.total([1]);\n")]
    [InlineData("Cannot find module './prise'", 1, "const price = require('./prise');\n", "const price = require('./price');\n")]
    [InlineData("The module './price' does not provide an export named 'Total'", 1,
        "const { Total } = require('./price');\nTotal([1]);\n",
        "const { total } = require('./price');\ntotal([1]);\n")]
    public async Task A_name_that_is_not_there_is_brought_in_or_spelt_right(string message, int line, string broken, string whole)
    {
        using var repository = new TempRepository(("price.js", "module.exports = { total: (prices) => prices.length };\n"));
        var shadow = repository.Open().With("new.js", broken);
        var pain = new Pain { Rung = "test", Tool = "node", Code = "failed", Message = message,
            File = ShadowExtensions.At("new.js"), Line = line };
        IReadOnlyList<Twitch> twitches = await Twitches.ProposeAsync(shadow, [pain], TestContext.Current.CancellationToken);
        twitches.ShouldNotBeEmpty();
        twitches[0].Shadow.Text("new.js").ShouldBe(whole);
    }

    [Fact]
    public async Task Most_programs_that_lost_one_token_are_whole_again()
    {
        var report = new DamageReport();
        foreach (var program in JavaScriptPrograms.All)
        {
            using var repository = new TempRepository(("program.js", program));
            var start = repository.Open();
            await report.MeasureAsync(repository, "program.js", DamageReport.Each(program, isPython: false), Twitches,
                [Feelings.JavaScript(start, "parse"), Feelings.JavaScript(start, "semantics")],
                Environment.GetEnvironmentVariable("TAKO_SHOW") is null ? null : output.WriteLine, TestContext.Current.CancellationToken);
        }

        output.WriteLine(report.ToString());
        report.All.ShouldBeGreaterThan(150);
        report.Clean.ShouldBeGreaterThanOrEqualTo(0.90);
        report.Exact.ShouldBeGreaterThanOrEqualTo(0.75);
    }
}
