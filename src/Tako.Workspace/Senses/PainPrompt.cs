using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses;

/// <summary>What a model is shown of pains: the roots, the lines around, and nothing else.</summary>
public static class PainPrompt
{
    public static string Write(IReadOnlyList<Pain> pains, Shadow shadow) => "";
}
