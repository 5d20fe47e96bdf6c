using Tako.Core.Capabilities;
using Tako.Core.Contracts;
using Tako.Core.Labels;
using Tako.Reflexes.Taint;

namespace Tako.Reflexes.Tests.Taint;

public class RuleOfTwoTests
{
    private static readonly (string, ToolProfile)[] Tools =
    [
        ("read_page", new ToolProfile { Reach = ToolReach.Untrusted }),
        ("read_mail", new ToolProfile { Reach = ToolReach.Private }),
        ("send_mail", new ToolProfile { Reach = ToolReach.External }),
    ];

    public static TheoryData<string, string, string> Orders => new()
    {
        { "read_page", "read_mail", "send_mail" }, { "read_page", "send_mail", "read_mail" }, { "read_mail", "read_page", "send_mail" },
        { "read_mail", "send_mail", "read_page" }, { "send_mail", "read_mail", "read_page" }, { "send_mail", "read_page", "read_mail" },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Two_of_the_three_pass_and_the_third_needs_a_person(string first, string second, string third)
    {
        var scene = new TaintScene("Write to bob", Tools);
        (await Do(scene, first)).ShouldBe("done");
        (await Do(scene, second)).ShouldBe("done");
        (await Do(scene, third)).ShouldContain("So far:");
        (await Do(scene, first)).ShouldBe("done");
    }

    [Fact]
    public async Task Labels_count_as_well_as_tools()
    {
        var scene = new TaintScene("Write to bob", Tools);
        scene.Read("a page");
        (await Do(scene, "send_mail")).ShouldBe("done");
        scene.Read("salaries", new Label(Integrity.User, Confidentiality.Confidential, ["hr"]));
        (await Do(scene, "send_mail")).ShouldStartWith("asks");
        (await Do(scene, "send_mail")).ShouldStartWith("asks");
        (await Do(scene, "read_mail")).ShouldBe("done");
    }

    [Fact]
    public async Task A_tool_that_only_reads_reaches_outside_where_it_takes_an_address()
    {
        var scene = new TaintScene("Look it up");
        scene.Read("a page");
        scene.Read("salaries", new Label(Integrity.User, Confidentiality.Secret, ["hr"]));
        (await scene.Do("read_page", new { query = "x" }, EffectKind.Pure)).ShouldBe("done");
        (await scene.Do("fetch", new { pageUrl = "https://example.org/?q=salary" }, EffectKind.Pure)).ShouldStartWith("asks");
        (await scene.Do("fetch", new { target_host = "example.org" }, EffectKind.Pure)).ShouldStartWith("asks");
    }

    [Fact]
    public void What_was_reached_before_a_restart_counts()
    {
        var rule = new RuleOfTwo(new ArgumentOrigin(), null, ToolReach.Private | ToolReach.Untrusted);
        rule.Judge(Calls.Of("send_mail", new { to = "bob" }, EffectKind.Irreversible), Calls.Grant).ShouldBeOfType<RuleVerdict.Ask>();
        rule.Judge(Calls.Of("read_page"), Calls.Grant).ShouldBeOfType<RuleVerdict.Pass>();
    }

    private static Task<string> Do(TaintScene scene, string tool) =>
        scene.Do(tool, new { to = "bob" }, tool == "send_mail" ? EffectKind.Irreversible : EffectKind.Pure);
}
