using System.Security.Cryptography;
using System.Text;
using Tako.Core.Budgets;
using Tako.Tasks;

namespace Tako.Reports;

/// <summary>Collects an arm's action trace while it works. Safe for concurrent use.</summary>
public sealed class TraceRecorder
{
    private readonly Lock _lock = new();
    private readonly List<TraceAction> _actions = [];

    public ActionTrace Trace
    {
        get
        {
            lock (_lock)
                return new ActionTrace([.. _actions]);
        }
    }

    /// <summary>Adds an action and returns its number.</summary>
    public int Add(string tool, string subject, string inputHash, string? outputHash, string outcome, Usage? usage = null,
        string? text = null)
    {
        lock (_lock)
        {
            _actions.Add(new TraceAction
            {
                Number = _actions.Count + 1,
                Tool = tool,
                Subject = subject.Length <= 200 ? subject : string.Concat(subject.AsSpan(0, 200), "…"),
                InputHash = inputHash,
                OutputHash = outputHash,
                Text = text,
                Outcome = outcome,
                Usage = usage,
            });
            return _actions.Count;
        }
    }

    /// <summary>SHA-256 in lower-case hexadecimal, as traces carry it.</summary>
    public static string Hash(string text) => Hash(Encoding.UTF8.GetBytes(text));

    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
