using Microsoft.Extensions.AI;
using Tako.Reflexes.Chat;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Pipeline;
using Tako.Reflexes.Policies;

namespace Tako.Reflexes;

/// <summary>Reflexes around any model.</summary>
public static class ReflexChatClientExtensions
{
    /// <summary>The model behind the standard scanners and a policy.</summary>
    /// <param name="policy">Null takes <see cref="ReflexPolicy.Default"/>.</param>
    /// <param name="replacements">Keys and the vault of a session; null masks.</param>
    /// <param name="others">Further reflexes, asked after the policy.</param>
    public static IChatClient UseReflexes(this IChatClient client, ReflexPolicy? policy = null, Replacements? replacements = null,
        TimeProvider? time = null, params IReadOnlyList<IChatReflex> others)
    {
        var (incoming, outgoing) = StandardScanners.Inspectors(policy ?? ReflexPolicy.Default, time ?? TimeProvider.System);
        return new ReflexChatClient(client, [new InspectionReflex(incoming, outgoing, replacements), .. others]);
    }
}
