using Tako.Core.Capabilities;

namespace Tako.Core.Tests.Capabilities;

public class ArgumentLimitTests
{
    [Theory]
    [InlineData("src", true)]
    [InlineData("src/a.cs", true)]
    [InlineData("./src//a.cs", true)]
    [InlineData("src/", true)]
    [InlineData("srcfoo/a.cs", false)]
    [InlineData("Src/a.cs", false)]
    [InlineData("src/../etc/passwd", false)]
    [InlineData("src/..", false)]
    [InlineData("../src/a.cs", false)]
    [InlineData("/src/a.cs", false)]
    [InlineData("~/src/a.cs", false)]
    [InlineData("src\\..\\..\\etc", false)]
    [InlineData("C:/src", false)]
    [InlineData("src/a\u0000.cs", false)]
    [InlineData("src/..a", true)]
    [InlineData("", false)]
    public void A_path_prefix_allows_what_lies_below_it_and_nothing_beside_it(string path, bool allowed) =>
        new ArgumentLimit.PathPrefix("path", ["src"]).Allows(System.Text.Json.JsonSerializer.SerializeToElement(path)).ShouldBe(allowed);

    [Theory]
    [InlineData("api.example.org", true)]
    [InlineData("API.Example.ORG.", true)]
    [InlineData("https://api.example.org/x?y=https://evil.test", true)]
    [InlineData("https://api.example.org:8443/", true)]
    [InlineData("https://api.example.org@evil.test/", false)]
    [InlineData("https://evil.test/api.example.org", false)]
    [InlineData("https://evil.test#api.example.org", false)]
    [InlineData("https://evil.test\\@api.example.org", false)]
    [InlineData("example.org", false)]
    [InlineData("notexample.org", false)]
    [InlineData("a.b.wild.test", true)]
    [InlineData("wild.test", false)]
    [InlineData("https://müller.test", true)]
    [InlineData("https://xn--mller-kva.test", true)]
    [InlineData("https://pinned.test/", true)]
    [InlineData("http://pinned.test/", false)]
    [InlineData("pinned.test", false)]
    [InlineData("127.0.0.1:80", true)]
    [InlineData("http://2130706433/", true)]
    [InlineData("127.1", true)]
    [InlineData("[::ffff:127.0.0.1]:99", true)]
    [InlineData("10.0.0.1", false)]
    [InlineData("[::1]", true)]
    [InlineData("[::2]", false)]
    [InlineData("api.example.org:99999", false)]
    [InlineData("", false)]
    public void A_host_set_compares_hosts_as_the_network_would(string host, bool allowed) =>
        new ArgumentLimit.HostSet("url", ["api.example.org", "*.wild.test", "müller.test", "pinned.test:443", "127.0.0.1", "::1"])
            .Allows(System.Text.Json.JsonSerializer.SerializeToElement(host)).ShouldBe(allowed);

    [Theory]
    [InlineData("*.1.1.1")]
    [InlineData("*")]
    [InlineData("*.org")]
    [InlineData("https://x.test")]
    [InlineData("a b")]
    public void A_host_entry_that_means_nothing_is_a_mistake(string entry) =>
        Should.Throw<ArgumentException>(() => new ArgumentLimit.HostSet("url", [entry]));

    [Fact]
    public void A_list_is_allowed_when_each_of_its_values_is()
    {
        var limit = new ArgumentLimit.PathPrefix("paths", ["src"]);
        limit.Allows(Scene.Json("""["src/a","src/b"]""")).ShouldBeTrue();
        limit.Allows(Scene.Json("""["src/a","b"]""")).ShouldBeFalse();
        limit.Allows(Scene.Json("""[["src/a"]]""")).ShouldBeFalse();
        limit.Allows(Scene.Json("""{"a":"src"}""")).ShouldBeFalse();
        limit.Allows(Scene.Json("null")).ShouldBeFalse();
    }

    [Fact]
    public void Numbers_choices_and_lengths_are_limited()
    {
        new ArgumentLimit.Range("n", 1, 10).Allows(Scene.Json("10")).ShouldBeTrue();
        new ArgumentLimit.Range("n", 1, 10).Allows(Scene.Json("10.5")).ShouldBeFalse();
        new ArgumentLimit.Range("n", 1, 10).Allows(Scene.Json("\"5\"")).ShouldBeFalse();
        new ArgumentLimit.Range("n", 1, 10).Allows(Scene.Json("1e400")).ShouldBeFalse();
        new ArgumentLimit.OneOf("v", ["a", "true", "3"]).Allows(Scene.Json("""["a",true,3]""")).ShouldBeTrue();
        new ArgumentLimit.OneOf("v", ["a"]).Allows(Scene.Json("\"A\"")).ShouldBeFalse();
        new ArgumentLimit.MaxLength("t", 3).Allows(Scene.Json("\"abc\"")).ShouldBeTrue();
        new ArgumentLimit.MaxLength("t", 3).Allows(Scene.Json("\"abcd\"")).ShouldBeFalse();
        new ArgumentLimit.MaxLength("t", 3).Allows(Scene.Json("[1,2,3,4]")).ShouldBeFalse();
    }

    [Fact]
    public void Within_means_every_value_of_the_narrow_is_one_of_the_wide()
    {
        new ArgumentLimit.PathPrefix("p", ["src/a", "tests"]).IsWithin(new ArgumentLimit.PathPrefix("p", ["src", "tests"])).ShouldBeTrue();
        new ArgumentLimit.PathPrefix("p", ["srcfoo"]).IsWithin(new ArgumentLimit.PathPrefix("p", ["src"])).ShouldBeFalse();
        new ArgumentLimit.PathPrefix("q", ["src"]).IsWithin(new ArgumentLimit.PathPrefix("p", ["src"])).ShouldBeFalse();
        new ArgumentLimit.HostSet("h", ["a.b.test:443"]).IsWithin(new ArgumentLimit.HostSet("h", ["*.b.test"])).ShouldBeTrue();
        new ArgumentLimit.HostSet("h", ["*.c.b.test"]).IsWithin(new ArgumentLimit.HostSet("h", ["*.b.test"])).ShouldBeTrue();
        new ArgumentLimit.HostSet("h", ["*.b.test"]).IsWithin(new ArgumentLimit.HostSet("h", ["b.test"])).ShouldBeFalse();
        new ArgumentLimit.HostSet("h", ["b.test"]).IsWithin(new ArgumentLimit.HostSet("h", ["b.test:1"])).ShouldBeFalse();
        new ArgumentLimit.Range("n", 2, 3).IsWithin(new ArgumentLimit.Range("n", 1, 3)).ShouldBeTrue();
        new ArgumentLimit.OneOf("v", ["a", "c"]).IsWithin(new ArgumentLimit.OneOf("v", ["a", "b"])).ShouldBeFalse();
    }
}
