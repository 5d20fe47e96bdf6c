using Tako.Core.Contracts;

namespace Tako.Eval.Reflex.Policy;

/// <summary>
/// Tells a tool's kind by the verbs in its name: it reads where there is a verb of reading and none of changing, and anything else is
/// an effect that cannot be taken back. No tool is known by name.
/// </summary>
internal static class ToolVerbs
{
    public const string Rule = "a tool reads if its name has a word such as get, search, list, view or read and none such as send, delete "
        + "or manage that changes; every other tool is an irreversible effect";

    private static readonly HashSet<string> Reading = new(
        ["get", "search", "list", "view", "read", "find", "fetch", "show", "lookup", "retrieve", "check", "query"],
        StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Changing = new(
    [
        "send", "post", "delete", "remove", "create", "add", "update", "set", "put", "write", "edit", "move", "manage", "grant", "share",
        "pay", "transfer", "withdraw", "deposit", "buy", "sell", "order", "book", "cancel", "schedule", "invite", "join", "leave",
        "execute", "run", "start", "stop", "open", "close", "lock", "unlock", "enable", "disable", "upload",
        "download", "save", "generate", "submit",
        "reply", "forward", "publish", "change", "give",
    ], StringComparer.OrdinalIgnoreCase);

    public static EffectKind KindOf(string tool)
    {
        var words = Words(tool).ToList();
        return words.Exists(Reading.Contains) && !words.Exists(Changing.Contains) ? EffectKind.Pure : EffectKind.Irreversible;
    }

    private static IEnumerable<string> Words(string name)
    {
        var from = 0;
        for (var at = 1; at <= name.Length; at++)
        {
            if (at < name.Length && char.IsLetter(name[at]) && !(char.IsUpper(name[at]) && !char.IsUpper(name[at - 1])))
                continue;
            yield return name[from..at].Trim('_', '-', '.', ' ');
            from = at;
        }
    }
}
