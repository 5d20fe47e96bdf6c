using System.Diagnostics;
using System.Text.Json;
using Tako.Core.Approvals;
using Tako.Core.Identity;

namespace Tako.Reactor.Tests.Kill;

public sealed class KillTests : IDisposable
{
    private const int MostProcesses = 60;
    private readonly string _folder = Directory.CreateTempSubdirectory("tako-kill-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("event", 6)]
    [InlineData("event", 11)]
    [InlineData("intent", 2)]
    [InlineData("effect", 2)]
    public async Task A_plan_killed_again_and_again_is_finished_with_no_finished_step_run_twice(string what, int count)
    {
        var killed = 0;
        for (var process = 0; process < MostProcesses; process++)
        {
            // Not always at the same point, so that each process gets through something.
            var point = count + (process % 3);
            var exit = await RunAsync($"{what}:{point}");
            if (exit != 0)
            {
                exit.ShouldBe(137);
                killed++;
                continue;
            }

            var outcome = await File.ReadAllTextAsync(Path.Combine(_folder, "outcome"));
            if (outcome.StartsWith("done", StringComparison.Ordinal))
                break;
            outcome.ShouldStartWith("halted");
            foreach (var id in outcome.Split(' ').Skip(1))
                await DecideAsync(id);
        }

        killed.ShouldBeGreaterThan(0);
        await CheckAsync();
    }

    [Fact]
    public async Task A_plan_killed_from_outside_at_moments_of_chance_is_finished_too()
    {
        var random = new Random(7);
        for (var process = 0; process < MostProcesses; process++)
        {
            var exit = await RunAsync("never:1", process < 5 ? TimeSpan.FromMilliseconds(random.Next(400, 1500)) : null);
            if (exit != 0)
                continue;
            var outcome = await File.ReadAllTextAsync(Path.Combine(_folder, "outcome"));
            if (outcome.StartsWith("done", StringComparison.Ordinal))
                break;
            foreach (var id in outcome.Split(' ').Skip(1))
                await DecideAsync(id);
        }

        await CheckAsync();
    }

    private async Task CheckAsync()
    {
        (await File.ReadAllTextAsync(Path.Combine(_folder, "outcome"))).ShouldBe("done \"end\"");
        await using var ledger = await Victim.OpenAsync(_folder);
        (await ledger.VerifyAsync(Tenant.Local)).Intact.ShouldBeTrue();
        var completed = new HashSet<string>();
        foreach (var entry in await Victim.ReadAsync(ledger))
        {
            if (entry.Type is not ("step.started" or "step.completed"))
                continue;
            var step = JsonDocument.Parse(entry.Body).RootElement.GetProperty("step").GetString()!;
            completed.Contains(step).ShouldBeFalse($"{step} was {entry.Type} after it had been completed");
            if (entry.Type == "step.completed")
                completed.Add(step);
        }

        completed.Count.ShouldBe(13);
        var effects = await File.ReadAllLinesAsync(Path.Combine(_folder, "effects"));
        effects.Count(line => line.StartsWith("send ", StringComparison.Ordinal)).ShouldBe(1);
        effects.Count(line => line.StartsWith("nest/again ", StringComparison.Ordinal)).ShouldBe(1);
        effects.Count(line => line.StartsWith("put ", StringComparison.Ordinal)).ShouldBe(1);
        effects.Distinct().Select(line => line.Split(' ')[0]).ShouldBeUnique();
    }

    /// <summary>Answers as a person would who can see whether the effect is there.</summary>
    private async Task DecideAsync(string id)
    {
        await using var ledger = await Victim.OpenAsync(_folder);
        var book = new ApprovalBook(ledger, Tenant.Local, TimeProvider.System);
        var step = (await book.FindAsync(id))!.Request.Asker["step/".Length..];
        var effects = Path.Combine(_folder, "effects");
        var happened = File.Exists(effects) && File.ReadLines(effects).Any(line => line.StartsWith(step + " ", StringComparison.Ordinal));
        (await book.DecideAsync(id, !happened, "ada", happened ? $$"""{"happened": "{{step}}"}""" : null))
            .ShouldBeOfType<DecideOutcome.Decided>();
    }

    private async Task<int> RunAsync(string kill, TimeSpan? patience = null)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "kill"), kill);
        File.Delete(Path.Combine(_folder, "outcome"));
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { Victim.Argument, _folder },
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        using var time = new CancellationTokenSource(patience ?? TimeSpan.FromMinutes(1));
        try
        {
            await process.WaitForExitAsync(time.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            patience.ShouldNotBeNull("the process hangs");
        }

        if (process.ExitCode is not (0 or 137))
            throw new InvalidOperationException($"exit code {process.ExitCode}: {await errors}");
        return process.ExitCode;
    }
}
