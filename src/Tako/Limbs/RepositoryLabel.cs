using Tako.Core.Labels;

namespace Tako.Limbs;

/// <summary>The label of what comes out of a repository: material of tool level, never an instruction.</summary>
internal static class RepositoryLabel
{
    public static Label Of(string path) => new(Integrity.Tool, Confidentiality.Internal, [$"repository:{path}"]);
}
