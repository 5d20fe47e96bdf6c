using Tako.Reflexes.Shell.Syntax;

namespace Tako.Reflexes.Tests.Shell;

public class GrammarTests
{
    [Theory]
    [InlineData("a 'b c' \"d\"e\\ f", "a|b c|de f")]
    [InlineData("a >out 2>&1 b <in", "a|b")]
    [InlineData("A=1 B='x y' cmd -x", "cmd|-x")]
    [InlineData("a \\\n  b", "a|b")]
    [InlineData("a # b", "a")]
    [InlineData("a b#c", "a|b#c")]
    [InlineData("$'a\\tb\\x41\\101'", "a\tbAA")]
    [InlineData("echo a;", "echo|a")]
    [InlineData("echo !(a|b)", "echo|!(a|b)")]
    public void Words_are_read_without_their_quotes(string text, string words)
    {
        var (script, fault) = Grammar.Read(text);
        fault.ShouldBeNull();
        string.Join('|', script.ShouldBeOfType<ShellNode.Simple>().Words.Select(word => word.Literal)).ShouldBe(words);
    }

    [Fact]
    public void Pipelines_lists_and_groups_make_a_tree()
    {
        var (script, fault) = Grammar.Read("a | b && { c; } || (d; e) & f");
        fault.ShouldBeNull();
        var items = script.ShouldBeOfType<ShellNode.Sequence>().Items;
        items[0].ShouldBeOfType<ShellNode.Pipeline>().Stages.Count.ShouldBe(2);
        items[1].ShouldBeOfType<ShellNode.Group>().Subshell.ShouldBeFalse();
        items[2].ShouldBeOfType<ShellNode.Background>().Body.ShouldBeOfType<ShellNode.Group>().Subshell.ShouldBeTrue();
        items[3].ShouldBeOfType<ShellNode.Simple>();
    }

    [Fact]
    public void Here_documents_follow_each_other_and_are_expanded_unless_quoted()
    {
        var (script, fault) = Grammar.Read("cat <<A <<-'B'; ls\n$x\nA\n\t$y\n\tB\npwd\n");
        fault.ShouldBeNull();
        var items = script.ShouldBeOfType<ShellNode.Sequence>().Items;
        items.Count.ShouldBe(3);
        var heres = items[0].ShouldBeOfType<ShellNode.Simple>().Redirections;
        heres[0].Body!.Parts.ShouldContain(part => part.Kind == WordPartKind.Variable && part.Text == "x");
        heres[1].Body!.Literal.ShouldBe("\t$y\n");
    }

    [Fact]
    public void Two_parentheses_are_arithmetic_only_when_they_are_closed_together()
    {
        Word("echo $((1 + (2)))").Kind.ShouldBe(WordPartKind.Opaque);
        Word("echo $((a); (b))").Kind.ShouldBe(WordPartKind.Substitution);
    }

    [Theory]
    [InlineData("echo 'a")]
    [InlineData("echo \"a")]
    [InlineData("echo $(a")]
    [InlineData("echo `a")]
    [InlineData("echo ${a")]
    [InlineData("(a")]
    [InlineData("a )")]
    [InlineData("| a")]
    [InlineData("for x in a; echo; done")]
    [InlineData("while a; do b")]
    [InlineData("case a in b) c")]
    [InlineData("a >")]
    public void What_is_wrong_is_said(string text) => Grammar.Read(text).Fault.ShouldNotBeNull();

    [Theory]
    [InlineData("if a; then b; elif c; then d; else e; fi > f")]
    [InlineData("while a; do b; done; until c; do d; done")]
    [InlineData("for x in a b; do c; done; for x; do c; done; for ((i=0;i<3;i++)); do c; done")]
    [InlineData("case $x in a|b) c;; (d) e;; *) ;; esac")]
    [InlineData("f() { a; }; function g { b; }; function h() (c)")]
    [InlineData("[[ $a == b && ( -f c || $d =~ ^x ) ]] && e")]
    [InlineData("! a | b |& c; time -p d; (( x++ )); let y=1")]
    [InlineData("a=(1 2 3); a+=(4); declare -A m=([x]=1); a[0]=5; echo ${a[@]} ${#a} ${a%%.*} ${a//x/y} ${!a}")]
    [InlineData("diff <(a) <(b) > >(c) 2> >(d); a <<< \"$b\"; exec 3<>f {fd}>g 3>&-")]
    [InlineData("echo $(echo `echo \\`a\\``) \"$(echo \"$(b)\")\" ${x:-$(c)} $((1+$(d)))")]
    public void What_bash_accepts_is_no_fault(string text) => Grammar.Read(text).Fault.ShouldBeNull(text);

    private static WordPart Word(string text) =>
        Grammar.Read(text).Script.ShouldBeOfType<ShellNode.Simple>().Words[1].Parts.ShouldHaveSingleItem();
}
