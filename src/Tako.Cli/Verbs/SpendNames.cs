using Tako.Cli.Composition;
using Tako.Core.Ledger;
using Tako.Server.Spend;

namespace Tako.Cli.Verbs;

/// <summary>What people read instead of ids: the names of keys, and a word for what has none.</summary>
internal sealed class SpendNames
{
    private readonly Dictionary<string, string> _names = [];

    public static async Task<SpendNames> ReadAsync(ILedger ledger, SpendDimension by, CancellationToken cancellationToken)
    {
        var names = new SpendNames();
        if (by != SpendDimension.Key)
            return names;
        using var keys = House.OpenKeys(ledger);
        await keys.RefreshAsync(cancellationToken);
        foreach (var key in keys.Keys)
            names._names[key.Id] = key.Revoked is null ? key.Settings.Name : $"{key.Settings.Name} (revoked)";
        return names;
    }

    public string Of(string name) => name.Length == 0 ? "(none)" : _names.GetValueOrDefault(name, name);
}
