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
    private static readonly string[] Roots = ["CS0246", "CS0234", "CS0103", "CS0432", "CS0117", "CS1061", "CS0122", "CS1624",
        "CS0127", "CS0138", "CS1529"];
    private static readonly string[] Consequences = ["CS0161", "CS0165", "CS0019"];

    public static IReadOnlyList<ICodeRepair> All { get; } =
    [
        new AccessorName(),
        new ArraySign(),
        new Brace(),
        new Bracket(),
        new Directive(),
        new Escape(),
        new ForeachVariable(),
        new KeywordName(),
        new NewCall(),
        new OneToken(),
        new ParameterType(),
        new Quote(),
        new ReturnTypeOfMethod(),
        new Semicolon(),
        new StrangeSign(),
        new Async(),
        new Break(),
        new Embedded(),
        new Initialise(),
        new Iterator(),
        new Order(),
        new OutParameter(),
        new Return(),
        new ReturnType(),
        new AccessorCall(),
        new ArgumentName(),
        new AssignedCall(),
        new ByReference(),
        new Call(),
        new Comparison(),
        new Conversion(),
        new IndexOrCall(),
        new Indices(),
        new InnerMember(),
        new LoopVariable(),
        new MissingArgument(),
        new NewObject(),
        new NullableType(),
        new RefReturn(),
        new StructCopy(),
        new TypeArgument(),
        new VarType(),
        new VoidResult(),
        new Declare(),
        new Dot(),
        new ForeignName(),
        new MissingUsing(),
        new NearName(),
        new Qualify(),
        new UsingPlace(),
        new Access(),
        new BaseCall(),
        new Constraints(),
        new Inherited(),
        new InterfaceField(),
        new Misplaced(),
        new Modifier(),
        new Redeclared(),
        new Static(),
    ];

    public static IEnumerable<ICodeRepair> For(string id) => All.Where(repair => repair.Takes(id));

    public static int Rank(string id) => Array.IndexOf(Roots, id) >= 0 ? 0 : Array.IndexOf(Consequences, id) >= 0 ? 2 : 1;
}
