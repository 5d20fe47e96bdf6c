using Tako.Core.Labels;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Personal;

namespace Tako.Reflexes.Tests.Personal;

public class PersonalScannerTests
{
    private readonly PersonalSearch _search = new(PersonalKinds.Threshold);

    private List<Finding> Find(string text) => [.. _search.Find(text)];

    [Theory]
    [InlineData("Write to ada.lovelace+maths@example.org, please.", "email", "ada.lovelace+maths@example.org")]
    [InlineData("mailto:?to=ada@mail.example.co.uk&cc=none", "email", "ada@mail.example.co.uk")]
    [InlineData("電話は+81 90-1234-5678です", "phone", "+81 90-1234-5678")]
    [InlineData("Reach us at +44 (0)20 7946 0958 or in person", "phone", "+44 (0)20 7946 0958")]
    [InlineData("ring (212) 555-0147 ext. 12 now", "phone", "(212) 555-0147 ext. 12")]
    [InlineData("my phone: 92 34 70", "phone", "92 34 70")]
    [InlineData("The card 4111 1111 1111 1111 expires", "card", "4111 1111 1111 1111")]
    [InlineData("to GB82 WEST 1234 5698 7654 32 today", "iban", "GB82 WEST 1234 5698 7654 32")]
    [InlineData("SSN 536-22-8726.", "us_ssn", "536-22-8726")]
    [InlineData("from 203.0.113.77:8080 came", "ip", "203.0.113.77")]
    [InlineData("at [2001:db8::8a2e:370:7334]:443", "ip", "2001:db8::8a2e:370:7334")]
    [InlineData("mac aa-bb-cc-dd-ee-f0", "mac_address", "aa-bb-cc-dd-ee-f0")]
    [InlineData("see https://example.org/a?b=c.", "url", "https://example.org/a?b=c")]
    [InlineData("on example.co.uk we say", "url", "example.co.uk")]
    [InlineData("Born on May 17th, 1983 in Oslo", "date_of_birth", "May 17th, 1983")]
    [InlineData("DOB: 1983-05-17", "date_of_birth", "1983-05-17")]
    [InlineData("send to 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "crypto_wallet", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2")]
    [InlineData("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "crypto_wallet", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")]
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "crypto_wallet", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    public void What_is_there_is_found_where_it_stands(string text, string kind, string value)
    {
        var found = Find(text);
        found.ShouldContain(one => one.Kind == kind && text.Substring(one.Start, one.Length) == value,
            string.Join("; ", found.Select(one => $"{one.Kind} {text.Substring(one.Start, one.Length)}")));
    }

    [Fact]
    public void A_password_in_a_url_has_its_own_kind()
    {
        var url = "postgres://app:" + "hunter" + "2@db.example.org/orders";
        Find($"use {url} here").ShouldContain(one => one.Kind == "url_credentials" && one.Length == url.Length);
    }

    [Theory]
    [InlineData("4111 1111 1111 1112")]
    [InlineData("GB82 WEST 1234 5698 7654 33")]
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD")]
    [InlineData("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3")]
    [InlineData("std::vector and a[::2] at 10:30:45, ratio 1:2:3, version 1.2.3 of 2024, pi 3.14159265")]
    [InlineData("for (int i = 0; i < 1000000; i++) sum += table[i].value - 12345678;")]
    [InlineData("Figures: 1,234,567 and 98.765.432 or 5 to 10 of 300")]
    [InlineData("I came at 5 p.m.Then we left.It was fine")]
    [InlineData("see localhost:8080 and http://localhost:8080/health")]
    public void What_only_looks_alike_is_not_found(string text) => Find(text).ShouldBeEmpty(text);

    [Theory]
    [InlineData("passport 912803456", "us_passport")]
    [InlineData("912803456 is my passport", "us_passport")]
    [InlineData("my TFN 876543210", "au_tfn")]
    [InlineData("\"phoneNumber\": \"5550147000\"", "phone")]
    [InlineData("number plate: AB51 ABC", "uk_vehicle_registration")]
    public void A_word_beside_a_value_raises_it_over_the_threshold(string text, string kind)
    {
        Find(text).ShouldContain(one => one.Kind == kind);
        Find(text.Replace("passport", "xpassportx").Replace("TFN", "xTFNs").Replace("phoneN", "xphoneN").Replace("plate", "plated"))
            .ShouldNotContain(one => one.Kind == kind && kind != "phone");
    }

    [Fact]
    public void Benign_words_nearby_lower_nothing() =>
        Find("just a test, an example, not real, lorem ipsum: 536-22-8726 sample").ShouldContain(static one => one.Kind == "us_ssn");

    [Fact]
    public void A_floor_outside_of_scores_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new PersonalScanner(1.5)).Message.ShouldContain("from 0 to 1");

    [Fact]
    public void Kinds_are_named_once_and_scored_as_a_policy_expects()
    {
        PersonalKinds.All.Select(static kind => kind.Name).ShouldBeUnique();
        PersonalKinds.All.ShouldAllBe(static kind =>
            kind.Score > 0 && kind.Score <= kind.InContext && kind.InContext <= 1 && kind.About.Length > 10);
        PersonalKinds.All.Select(static kind => kind.Country).Distinct().Count().ShouldBeGreaterThan(40);
    }

    [Fact]
    public void Every_kind_is_on_the_page_of_the_documentation()
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "personal-data.md"));
        foreach (var kind in PersonalKinds.All)
            page.ShouldContain($"`{kind.Name}`");
    }

    [Fact]
    public void A_text_without_hits_takes_no_memory()
    {
        var scanner = new PersonalScanner();
        var found = new FindingList();
        var text = string.Concat(Enumerable.Repeat(
            "Please compare the 3 proposals of 2024, e.g. the second one: "
            + "it costs 1,250 dollars (about 12%) - and tell me at 10:30 which is best. ", 40));
        Scan();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 50; round++)
            Scan();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        found.Count.ShouldBe(0);

        void Scan() => scanner.Scan(new ScanText(text, default, Labels.None), found);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Tako.slnx")))
            folder = folder.Parent;
        return folder!.FullName;
    }
}
