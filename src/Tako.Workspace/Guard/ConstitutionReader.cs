using Tako.Core.Contracts;

namespace Tako.Workspace.Guard;

internal static class ConstitutionReader
{
    public static Constitution Load(string root, SecurityPolicy policy) => new();
}
