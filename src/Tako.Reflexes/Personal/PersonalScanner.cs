using System.Buffers;
using Tako.Core.Labels;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Personal.Anchors;
using Tako.Reflexes.Personal.Contexts;
using Tako.Reflexes.Personal.Shapes;

namespace Tako.Reflexes.Personal;

/// <summary>
/// Finds structured personal data: from each digit, <c>@</c>, <c>:</c>, <c>.</c> and <c>-</c> it reads what can stand there, checks the
/// checksum where there is one, and looks for words beside it.
/// </summary>
public sealed class PersonalScanner : TextScanner
{
    /// <summary>Findings that score less are not reported, unless a scanner is made for less.</summary>
    public const double Floor = 0.3;

    private static readonly SearchValues<char> Anchors = SearchValues.Create("0123456789@:.-");

    private readonly ShapeTable _shapes;
    private readonly double _floor;

    /// <param name="floor">Least score of a finding, from 0 to 1. At 0 a bare number of nine digits is reported as all that it may
    /// be.</param>
    public PersonalScanner(double floor = Floor)
    {
        if (floor is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(floor), floor, "A score is from 0 to 1.");
        _floor = floor;
        _shapes = new ShapeTable(PersonalKinds.Rules.Where(rule => Math.Max(rule.Alone, rule.Kind.InContext) >= floor));
    }

    public override string Name => "personal";

    public override IReadOnlyList<string> Literals => CueIndex.Shared.Literals;

    public override void Scan(in ScanText text, FindingList into)
    {
        var before = into.Count;
        Read(new Scene(text, into, _floor));
        if (into.Count > before + 1)
            Overlaps.Drop(into, before);
    }

    public override int Settled(ReadOnlySpan<char> text)
    {
        var settled = Tail.Settled(text, out var cut);
        if (!cut)
            return settled;
        var offset = Math.Max(0, text.Length - (2 * MaxReach));
        var found = new FindingList();
        Read(new Scene(new ScanText(text[offset..], default, Labels.None), found, 0));
        return Tail.Align(text, offset, found);
    }

    private void Read(in Scene scene)
    {
        var letters = scene.Text;
        var place = 0;
        while (place < letters.Length)
        {
            var skipped = letters[place..].IndexOfAny(Anchors);
            if (skipped < 0)
                break;
            place += skipped;
            place = Letters.IsDigit(letters[place]) ? Word(scene, place) : Mark(scene, place);
        }
    }

    private static int Mark(in Scene scene, int place)
    {
        var text = scene.Text;
        var next = Letters.At(text, place + 1);
        switch (text[place])
        {
            case '@':
                Emails.Scan(scene, place);
                break;
            case ':' when next == '/' && Letters.At(text, place + 2) == '/':
                Urls.Scan(scene, place);
                break;
            case ':':
                IpAddresses.Six(scene, place);
                goto case '-';
            case '.' when Hosts.IsLabel(next) && place > 0 && Hosts.IsLabel(text[place - 1]):
                if (!Letters.IsDigit(next) || !Letters.IsDigit(text[place - 1]))
                    Domains.Scan(scene, place);
                goto case '-';
            case '-':
                if (Letters.IsHex(next) && place > 1 && Letters.IsHex(text[place - 1]) && Letters.IsHex(text[place - 2]))
                    MacAddresses.Scan(scene, place);
                break;
        }

        return place + 1;
    }

    // A word with a digit in it: the place after it.
    private int Word(in Scene scene, int digit)
    {
        var text = scene.Text;
        var (start, end) = (digit, digit + 1);
        while (start > 0 && digit - start <= Wallets.Longest && Letters.IsAlnum(text[start - 1]))
            start--;
        while (end < text.Length && Letters.IsAlnum(text[end]))
            end++;
        var length = end - start;
        if (length > Wallets.Longest)
            return end;
        if (length >= Wallets.Shortest)
            Wallets.Scan(scene, start, end);
        if (start == digit)
        {
            if (Letters.At(text, start + 1) == '.' || Letters.At(text, start + 2) == '.' || Letters.At(text, start + 3) == '.')
                IpAddresses.Four(scene, start);
            Dates.Scan(scene, start);
            Phones.Scan(scene, start);
        }
        else if (length >= 4 && digit == start + 2 && Letters.DigitAt(text, start + 3))
        {
            Ibans.Scan(scene, start);
        }

        _shapes.Scan(scene, start, end);
        if (digit > start + 1 && end - digit is 11 or 12 && char.IsAsciiLetterLower(text[digit - 1]))
            _shapes.Glued(scene, digit, end);
        return end;
    }
}
