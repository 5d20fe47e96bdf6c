using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tako.Reflexes.Shell;
using Tako.Reflexes.Shell.Syntax;

namespace Tako.Reflexes.Tests.Shell;

public class ShellTotalityTests
{
    private static readonly string[] Pieces = ["$(", "`", "((", "$((", "))", ")", "${", "}", "'", "\"", "\\", "$'", "<<E\n", "E\n",
        "<(", "|", "&&", ";", ";;",
        "if ", "then ", "fi", "for x in ", "do ", "done", "case x in ", "esac", "{ ", "} ", "f(){ ", "#", "\n", " ", "rm -rf /",
            "sudo ", "bash -c ", "xargs ", "eval ",
        "find . -exec ", "{} ;", "a=b ", "[[ ", " ]]", "*", "~", "é", "\0", "\uD800", "\uE000", ">", ">&", "<<<", "parallel ", ":::",
            "base64 -d", "env -S ", "{a,b}", "!"];

    [Fact]
    public void Any_mixture_of_pieces_is_judged()
    {
        var judge = new ShellJudge();
        var pieces = Gen.Elements(Pieces).ListOf().Select(list => string.Concat(list));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3_000), Prop.ForAll(pieces.ToArbitrary(), text => judge.Judge(text) is not null));
    }

    [Fact]
    public void Any_text_is_judged()
    {
        var judge = new ShellJudge();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000),
            Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text => judge.Judge(text ?? "") is not null));
    }

    [Fact]
    public void A_command_cut_anywhere_is_judged()
    {
        const string command = "sudo env A=1 bash -c 'for f in $(ls `pwd`); do rm -rf \"${f:-/tmp}/x\"; done' <<E | tee >(cat)"
            + "\n$((1+(2)))\nE\n";
        var judge = new ShellJudge();
        for (var length = 0; length <= command.Length; length++)
            judge.Judge(command[..length]).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("$(")]
    [InlineData("(")]
    [InlineData("((")]
    [InlineData("$((")]
    [InlineData("${x:-")]
    [InlineData("`")]
    [InlineData("{ ")]
    [InlineData("if ")]
    [InlineData("\"$(")]
    [InlineData("f(){ ")]
    [InlineData("! ")]
    [InlineData("sudo ")]
    [InlineData("eval ")]
    [InlineData("bash -c '")]
    [InlineData("<<E ")]
    [InlineData("a=$a$a;")]
    [InlineData("x| ")]
    [InlineData("parallel parallel ::: a b ")]
    [InlineData("case x in ")]
    [InlineData("for x in a b c d; do ")]
    public void What_is_repeated_without_end_is_judged_in_bounded_work(string piece)
    {
        var text = new StringBuilder().Insert(0, piece, 30_000 / piece.Length).ToString();
        new ShellJudge().Judge(text).ShouldNotBeNull();
        new ShellJudge().Judge(text + "rm -rf /").ShouldNotBeNull();
    }

    [Fact]
    public void What_is_too_long_is_not_allowed() =>
        new ShellJudge().Judge(new string(' ', 70_000) + "ls").Level.ShouldBe(ShellLevel.Ask);

    [Fact]
    public void A_word_keeps_its_text_through_any_quoting()
    {
        var texts = ArbMap.Default.ArbFor<NonNull<string>>().Filter(text => !text.Get.Contains('\0'));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(texts, text =>
        {
            var quoted = "'" + text.Get.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
            var (script, fault) = Grammar.Read($"echo {quoted}");
            return fault is null && script is ShellNode.Simple { Words: [_, { Literal: { } literal }] } && literal == text.Get;
        }));
    }
}
