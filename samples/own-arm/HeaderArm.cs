using System.Text.Json;
using Tako.Arms;
using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Reports;
using Tako.Workspace.Repairs;

namespace OwnArm;

/// <summary>An arm of one's own: puts a licence line on top of a file, without any model.</summary>
internal sealed class HeaderArm : IArm
{
    public string Name => "header";

    public string Purpose => "Puts the licence line on top of price.py.";

    public IReadOnlyList<string> Tools => ["read"];

    public async ValueTask<ArmOutcome> WorkAsync(Assignment assignment, ArmContext context, CancellationToken cancellationToken)
    {
        await context.Tools.UseAsync("read", JsonSerializer.SerializeToElement(new { path = "price.py" }), cancellationToken);
        const string Patch = """
            {"edits": [{"path": "price.py", "kind": "replace", "find": "def total", "replace": "# SPDX-License-Identifier: MIT\ndef total"}]}
            """;
        if (EditReader.Read(Patch) is Parsed<IReadOnlyList<Edit>>.Ok { Value: var edits })
            context.Limb.Stage(edits);
        var report = new ArmReport
        {
            Arm = Name,
            Summary = "The licence line is there.",
            Confidence = 0.9,
            Claims = [new Claim("price.py was changed", "file:price.py")],
            Proposal = await context.ProposeAsync(Name, assignment, cancellationToken),
            Trace = context.Trace.Trace,
        };
        return new ArmOutcome.Done(report);
    }
}
