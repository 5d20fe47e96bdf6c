using Tako.Reflexes.Shell.Syntax;

namespace Tako.Reflexes.Shell;

/// <summary>Sees a function that starts itself in a pipeline or in the background.</summary>
internal static class ForkBomb
{
    public static bool Is(ShellNode.Function function) => Calls(function.Body, function.Name, false);

    private static bool Calls(ShellNode node, string name, bool beside) => node switch
    {
        ShellNode.Simple simple => beside && simple.Words is [var first, ..] && first.Literal == name,
        ShellNode.Pipeline pipeline => pipeline.Stages.Any(stage => Calls(stage, name, true)),
        ShellNode.Sequence sequence => sequence.Items.Any(item => Calls(item, name, beside)),
        ShellNode.Group group => Calls(group.Body, name, beside),
        ShellNode.Background background => Calls(background.Body, name, true),
        ShellNode.Loop loop => Calls(loop.Body, name, beside),
        _ => false,
    };
}
