using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Names;

/// <summary>A name from another language or library that C# has under its own name.</summary>
internal sealed class ForeignName : ICodeRepair
{
    private static readonly Dictionary<string, string[]> Own = new(StringComparer.Ordinal)
    {
        ["boolean"] = ["bool"], ["Boolean"] = ["bool"], ["String"] = ["string"], ["Integer"] = ["int"], ["integer"] = ["int"],
            ["str"] = ["string"], ["Int"] = ["int"],
        ["Double"] = ["double"], ["Float"] = ["float"], ["Character"] = ["char"], ["Object"] = ["object"], ["True"] = ["true"],
            ["False"] = ["false"], ["TRUE"] = ["true"],
        ["FALSE"] = ["false"], ["None"] = ["null"], ["nil"] = ["null"], ["NULL"] = ["null"], ["Null"] = ["null"],
            ["nullptr"] = ["null"], ["self"] = ["this"],
        ["super"] = ["base"], ["length"] = ["Length", "Count"], ["Length"] = ["Count"], ["size"] = ["Count", "Length"],
            ["Size"] = ["Count", "Length"], ["len"] = ["Length", "Count"],
        ["Count"] = ["Length"], ["push"] = ["Add", "Push"], ["append"] = ["Append", "Add"], ["Append"] = ["Add"],
            ["add"] = ["Add"], ["put"] = ["Add"], ["Push"] = ["Add"],
        ["toString"] = ["ToString"], ["equals"] = ["Equals"], ["substring"] = ["Substring"], ["charAt"] = ["ElementAt"],
            ["println"] = ["WriteLine"], ["print"] = ["Write", "WriteLine"],
        ["printf"] = ["Write"], ["Println"] = ["WriteLine"], ["Print"] = ["WriteLine", "Write"], ["hashCode"] = ["GetHashCode"],
            ["getClass"] = ["GetType"],
        ["toUpperCase"] = ["ToUpper"], ["toLowerCase"] = ["ToLower"], ["ToUpperCase"] = ["ToUpper"], ["ToLowerCase"] =
            ["ToLower"], ["trim"] = ["Trim"],
        ["includes"] = ["Contains"], ["contains"] = ["Contains"], ["containsKey"] = ["ContainsKey"],
            ["HasKey"] = ["ContainsKey"], ["indexOf"] = ["IndexOf"],
        ["startsWith"] = ["StartsWith"], ["endsWith"] = ["EndsWith"], ["split"] = ["Split"], ["replace"] = ["Replace"],
            ["remove"] = ["Remove"], ["isEmpty"] = ["Any"],
        ["map"] = ["Select"], ["filter"] = ["Where"], ["Map"] = ["Select"], ["Filter"] = ["Where"], ["reduce"] = ["Aggregate"],
            ["forEach"] = ["ForEach"], ["find"] = ["Find", "First"],
        ["RuntimeException"] = ["InvalidOperationException"], ["IllegalArgumentException"] = ["ArgumentException"],
            ["IllegalStateException"] = ["InvalidOperationException"],
        ["NullPointerException"] = ["NullReferenceException"], ["ValueError"] = ["ArgumentException"],
            ["HashMap"] = ["Dictionary"], ["Map"] = ["Dictionary"],
        ["ArrayList"] = ["List"], ["Vector"] = ["List"], ["Set"] = ["HashSet"], ["StringBuffer"] = ["StringBuilder"],
            ["vector"] = ["List"], ["cout"] = ["Console"],
        ["Iterable"] = ["IEnumerable"], ["Iterator"] = ["IEnumerator"], ["abs"] = ["Abs"], ["sqrt"] = ["Sqrt"],
            ["pow"] = ["Pow"], ["next"] = ["Next"], ["nextInt"] = ["Next"],
    };

    public string Name => "csharp.foreign-name";

    public bool Takes(string id) => id is "CS0103" or "CS0246" or "CS1061" or "CS0117" or "CS0234";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        var token = wound.Node switch
        {
            MemberAccessExpressionSyntax member => member.Name.Identifier,
            SimpleNameSyntax name => name.Identifier,
            _ => wound.Token,
        };
        var cost = 0.8;
        foreach (var own in Own.GetValueOrDefault(token.ValueText) ?? [])
        {
            yield return Candidate.Replace($"'{own}' instead of '{token.Text}'", cost, wound.Tree, token.Span, own);
            cost += 0.2;
        }
    }
}
