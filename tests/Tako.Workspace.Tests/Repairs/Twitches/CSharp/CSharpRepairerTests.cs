using Microsoft.CodeAnalysis.CSharp;
using Tako.Workspace.Repairs.Twitches.CSharp;
using Tako.Workspace.Repairs.Twitches.CSharp.Sdk;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Tests.Repairs.Twitches.CSharp;

public sealed class CSharpRepairerTests
{
    private const string Sound = """
        using System;
        using System.Collections.Generic;

        namespace Sea
        {
            public class Reef
            {
                private readonly List<string> _fish = new List<string>();

                public int Depth { get; set; } = 3;

                public int Count(string name)
                {
                    var count = 0;
                    foreach (var fish in _fish)
                    {
                        if (fish == name && fish.Length > 2)
                            count++;
                    }

                    switch (count)
                    {
                        case 0:
                            Console.WriteLine("none of {0}", name);
                            break;
                        default:
                            Depth = count * (Depth + 1);
                            break;
                    }

                    for (int i = 0; i < Depth; i++)
                        _fish.Add(i.ToString());
                    return count;
                }

                public static Reef Of(params string[] fish)
                {
                    var reef = new Reef();
                    reef._fish.AddRange(fish);
                    return reef;
                }
            }
        }
        """;

    [Fact]
    public async Task Sound_code_is_left_alone()
    {
        var (text, repair) = await Reef.MendAsync(Sound);
        text.ShouldBe(Sound);
        repair.Steps.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whatever_token_is_lost_nothing_crashes_nothing_hurts_more_and_little_goes()
    {
        var tokens = SyntaxFactory.ParseTokens(Sound).Where(token => token.Span.Length > 0).ToList();
        var chance = new Random(17);
        var healed = 0;
        var broken = 0;
        for (var round = 0; round < 18; round++)
        {
            var lost = Enumerable.Range(0, round % 3 + 1).Select(_ => tokens[chance.Next(tokens.Count)])
                .DistinctBy(token => token.SpanStart).ToList();
            var text = Sound;
            foreach (var token in lost.OrderByDescending(token => token.SpanStart))
                text = text.Remove(token.SpanStart, token.Span.Length);
            var before = Reef.Errors(Reef.Compile((Reef.File, text)));
            var (mended, repair) = await Reef.MendAsync(text);
            var after = Reef.Errors(repair.After);
            after.ShouldBeLessThanOrEqualTo(before, text);
            if (before == 0)
                mended.ShouldBe(text);
            broken += before > 0 ? 1 : 0;
            healed += before > 0 && after == 0 ? 1 : 0;
            Lost(text, mended).ShouldBeLessThanOrEqualTo(2 * repair.Steps.Count, mended);
        }

        healed.ShouldBeGreaterThan(broken / 5);
    }

    [Fact]
    public async Task The_same_program_is_mended_the_same_way()
    {
        var text = Sound.Replace("count++;", "count++", StringComparison.Ordinal).Replace("return reef;", "", StringComparison.Ordinal);
        var (first, one) = await Reef.MendAsync(text);
        var (second, two) = await Reef.MendAsync(text);
        second.ShouldBe(first);
        two.Steps.ShouldBe(one.Steps);
        one.ErrorsAfter.ShouldBe(0);
    }

    [Fact]
    public async Task Only_the_files_that_were_asked_for_are_mended()
    {
        var compilation = Reef.Compile(("a.cs", "class A { int D() { return 1 } }"), ("b.cs", "class B { int D() { return 1 } }"));
        var repair = await new CSharpRepairer(Reef.Own, TimeProvider.System).RepairAsync(compilation, ["a.cs"]);
        repair.After.SyntaxTrees[0].ToString().ShouldBe("class A { int D() { return 1; } }");
        repair.After.SyntaxTrees[1].ShouldBeSameAs(compilation.SyntaxTrees[1]);
    }

    [Fact]
    public async Task A_member_in_another_file_is_opened_for_the_file_that_needs_it()
    {
        var compilation = Reef.Compile(("a.cs", "class A { private int deep; }"), ("b.cs", "class B { int D(A a) => a.deep; }"));
        var repair = await new CSharpRepairer(Reef.Own, TimeProvider.System).RepairAsync(compilation, ["b.cs"]);
        repair.After.SyntaxTrees[0].ToString().ShouldBe("class A { public int deep; }");
        Reef.Errors(repair.After).ShouldBe(0);
    }

    [Fact]
    public async Task Missing_members_are_not_stubbed_and_unknown_ones_not_invented()
    {
        const string Text = "interface ISwim { void Swim(); } class Reef : ISwim { int D() => Unheard.Of(1, 2); }";
        (await Reef.MendAsync(Text)).Text.ShouldBe(Text);
    }

    [Fact]
    public async Task Two_repairs_that_only_help_together_are_found()
    {
        var (text, repair) = await Reef.MendAsync(
            "class Reef { int D() { var l = new List<int>(); return l.Where(x => x > 1).Count(); } }");
        repair.ErrorsAfter.ShouldBe(0, text);
        repair.Steps.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Line_ends_and_indentation_stay()
    {
        const string Text = "class Reef\r\n{\r\n\tint D(int n)\r\n\t{\r\n\t\tif (n > 1) return 1;\r\n\t}\r\n}\r\n";
        (await Reef.MendAsync(Text)).Text.ShouldBe(Text.Replace("return 1;\r\n", "return 1;\r\n\t\treturn 0;\r\n",
            StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_time_nothing_is_tried()
    {
        var (_, repair) = await Reef.MendAsync("class Reef { int D() { return 1 } }", Reef.Own with { Budget = TimeSpan.FromTicks(-1) });
        repair.Steps.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_an_SDK_the_own_repairs_still_work()
    {
        var (text, repair) = await Reef.MendAsync("class Reef { int D() { Unheard.Of(); return 1 } }", new CSharpTwitchOptions
        {
            SdkFixesFolder = Path.Join(Path.GetTempPath(), "no-such-sdk"), Budget = TimeSpan.FromMinutes(1),
        });
        text.ShouldBe("class Reef { int D() { Unheard.Of(); return 1; } }");
        repair.ErrorsAfter.ShouldBe(1);
    }

    [Fact]
    public async Task A_folder_that_only_looks_like_an_SDK_does_no_harm()
    {
        var folder = Directory.CreateTempSubdirectory("tako-sdk-");
        try
        {
            await File.WriteAllTextAsync(Path.Join(folder.FullName, "Microsoft.CodeAnalysis.CSharp.Features.dll"), "not a library");
            var (_, repair) = await Reef.MendAsync("class Reef { int D() { Unheard.Of(); return 1; } }",
                Reef.Own with { UseSdkFixes = true, SdkFixesFolder = folder.FullName });
            repair.Steps.ShouldBeEmpty();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_fixes_of_an_installed_SDK_are_asked()
    {
        Assert.SkipWhen(SdkFolder.Find(null) is null, "There is no .NET SDK beside this runtime.");
        var compilation = Reef.Compile((Reef.File, "class Reef { List<int> a; }"));
        var error = compilation.GetDiagnostics().Single(each => each.Id == "CS0246");
        var found = await new SdkFixes(null).ProposeAsync(new Wound(compilation, error, CancellationToken.None), CancellationToken.None);
        found.ShouldNotBeEmpty();
        found.ShouldAllBe(candidate => !SdkFixes.IsBanned(candidate.What));
    }

    [Theory]
    [InlineData("Generate method 'Of'", true)]
    [InlineData("Remove unused variable", true)]
    [InlineData("Delete the member", true)]
    [InlineData("Suppress CS0168", true)]
    [InlineData("Comment out the line", true)]
    [InlineData("in Source (#pragma warning)", true)]
    [InlineData("Implement interface", true)]
    [InlineData("Add explicit cast", false)]
    [InlineData("using System.Linq;", false)]
    public void Fixes_that_silence_are_known_by_their_titles(string title, bool banned) => SdkFixes.IsBanned(title).ShouldBe(banned);

    [Theory]
    [InlineData("#pragma warning disable\n", true)]
    [InlineData("throw new NotImplemented" + "Exception();", true)]
    [InlineData("// return;", true)]
    [InlineData("\"http://reef\"", false)]
    [InlineData("break;", false)]
    public void Text_that_silences_is_known(string added, bool trick) => Silencing.IsTrick(added).ShouldBe(trick);

    private static IEnumerable<string> Words(string text) => text.Split([.. " \r\n.,;:(){}[]<>\"+*=&!"],
        StringSplitOptions.RemoveEmptyEntries);

    // Words of the old text that the new one has not.
    private static int Lost(string before, string after)
    {
        var left = Words(before).ToList();
        foreach (var word in Words(after))
            left.Remove(word);
        return left.Count;
    }
}
