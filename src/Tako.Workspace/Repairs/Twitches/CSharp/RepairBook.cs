using Tako.Workspace.Repairs.Twitches.CSharp.Flow;
using Tako.Workspace.Repairs.Twitches.CSharp.Members;
using Tako.Workspace.Repairs.Twitches.CSharp.Names;
using Tako.Workspace.Repairs.Twitches.CSharp.Tokens;
using Tako.Workspace.Repairs.Twitches.CSharp.Types;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp;

/// <summary>Every repair there is, found by the errors it takes.</summary>
internal static class RepairBook
{
    // Unknown names first: half of what else is wrong follows from them. What follows from others comes last.
    private static readonly string[] Roots = ["CS0246", "CS0234", "CS0103", "CS0432", "CS0117", "CS1061", "CS0122", "CS1624", "CS0127"];
    private static readonly string[] Consequences = ["CS0161", "CS0165", "CS0019"];

    public static IReadOnlyList<ICodeRepair> All { get; } =
    [
        new Brace(),
        new Bracket(),
        new Escape(),
        new ForeachVariable(),
        new KeywordName(),
        new OneToken(),
        new ParameterType(),
        new Quote(),
        new ReturnTypeOfMethod(),
        new Semicolon(),
        new StrangeSign(),
        new Async(),
        new Break(),
        new Initialise(),
        new Iterator(),
        new OutParameter(),
        new Return(),
        new ReturnType(),
        new AssignedCall(),
        new ByReference(),
        new Call(),
        new Comparison(),
        new Conversion(),
        new IndexOrCall(),
        new Indices(),
        new LoopVariable(),
        new MissingArgument(),
        new NewObject(),
        new VarType(),
        new Declare(),
        new Dot(),
        new ForeignName(),
        new MissingUsing(),
        new NearName(),
        new Qualify(),
        new Access(),
        new Modifier(),
        new Redeclared(),
        new Static(),
    ];

    public static IEnumerable<ICodeRepair> For(string id) => All.Where(repair => repair.Takes(id));

    public static int Rank(string id) => Array.IndexOf(Roots, id) >= 0 ? 0 : Array.IndexOf(Consequences, id) >= 0 ? 2 : 1;
}
