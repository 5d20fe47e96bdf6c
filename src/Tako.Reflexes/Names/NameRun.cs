using Tako.Reflexes.Inspection;

namespace Tako.Reflexes.Names;

/// <summary>
/// One walk through a text. Tokens that are no part of a finding by a wide margin, nor their neighbours, are pinned: whatever stands
/// between two pins is labelled on its own, so that a finding depends on its surroundings alone, and a stream can be cut behind a pin.
/// </summary>
internal ref struct NameRun(NameModel model, NameScratch scratch, int lean, bool whole)
{
    private const int PinMargin = 130;

    // The last tokens of a text that goes on may still grow together, and the ones before look at them.
    private const int Unsure = 4 + NameFeatures.Context;

    // A run this long is cut where it looks the same from either side, and after so many characters anywhere.
    private const int CutDistance = 80;
    private const int LongestPiece = 160;
    private int _count;
    private int _weighed;
    private int _pinned;
    private int _first;
    private int _runStart;

    /// <summary>Returns up to where the text is settled.</summary>
    public int Walk(ReadOnlySpan<char> text, NameScanner scanner, FindingList? into)
    {
        var position = 0;
        while (true)
        {
            _count = NameTokens.Fill(text, ref position, scratch.Tokens, _count, model.Lexicon);
            var ends = position >= text.Length || text[position..].IsWhiteSpace();
            var ready = ends && whole ? _count : Math.Max(_weighed, _count - (ends ? Unsure : NameFeatures.Context));
            Weigh(ready);
            Pin(ends && whole);
            Label(_pinned, ends && whole, scanner, into);
            if (ends)
                return _first < _count ? scratch.Tokens[_first].Start : text.Length;
            Shift();
        }
    }

    private void Weigh(int ready)
    {
        var tokens = scratch.Tokens.AsSpan(0, _count);
        for (; _weighed < ready; _weighed++)
        {
            scratch.Pinned[_weighed] = NameFeatures.IsPlain(tokens, _weighed) || tokens[_weighed].Shape == NameShapes.Endless;
            scratch.Cold[_weighed] = scratch.Pinned[_weighed];
            if (scratch.Pinned[_weighed])
                continue;
            var row = scratch.Weights.AsSpan(_weighed * model.Width, model.Width);
            NameDecoder.Weigh(model, tokens, _weighed, row);
            row[0] -= (short)lean;
            scratch.Cold[_weighed] = NameDecoder.IsNothing(row, model.Kinds.Count, PinMargin);
        }
    }

    // A cold token between others may still be a comma within an address.
    private void Pin(bool ended)
    {
        var cold = scratch.Cold;
        for (; _pinned < (ended ? _weighed : _weighed - 1); _pinned++)
        {
            scratch.Pinned[_pinned] |= cold[_pinned]
                && (_pinned == 0 || cold[_pinned - 1])
                && (_pinned + 1 == _weighed || cold[_pinned + 1]);
        }
    }

    private void Label(int ready, bool ended, NameScanner scanner, FindingList? into)
    {
        while (_first < ready)
        {
            if (scratch.Pinned[_first])
            {
                _first++;
                continue;
            }

            if (_first == 0 || scratch.Pinned[_first - 1])
                _runStart = scratch.Tokens[_first].Start;
            var end = _first;
            while (end < ready && !scratch.Pinned[end])
                end++;
            if (!Pieces(end, end < ready || ended, scanner, into))
                return;
        }
    }

    // Labels the run that starts at the first open token, in pieces where it is long; false when more of it must be seen first.
    private bool Pieces(int end, bool complete, NameScanner scanner, FindingList? into)
    {
        var tokens = scratch.Tokens;
        var close = tokens[end - 1].End;
        for (var token = _first + 1; token < end; token++)
        {
            var cuts = Cuts(tokens[token - 1], tokens[token]) && tokens[token].Start - _runStart >= CutDistance;
            if (tokens[token].End - tokens[_first].Start > LongestPiece || (cuts && close - tokens[token].Start >= CutDistance))
                Piece(token, scanner, into);
            else if (cuts && !complete)
                return false;
        }

        if (complete)
            Piece(end, scanner, into);
        return complete;
    }

    private void Piece(int end, NameScanner scanner, FindingList? into)
    {
        if (into is not null)
        {
            var width = model.Width;
            var labels = scratch.Labels.AsSpan(_first, end - _first);
            var weights = scratch.Weights.AsSpan(_first * width, (end - _first) * width);
            NameDecoder.Best(model, weights, scratch.Back, labels);
            scanner.Report(scratch.Tokens.AsSpan(_first, end - _first), labels, weights, into);
        }

        _first = end;
    }

    private static bool Cuts(in NameToken before, in NameToken token) =>
        token.Shape == NameShapes.Sign && (before.Hash * 0x9E3779B1u) >> 28 < 8;

    // Makes room: what is open and its context move to the front.
    private void Shift()
    {
        var from = Math.Max(0, Math.Min(_first, _weighed) - NameFeatures.Context);
        var left = _count - from;
        scratch.Tokens.AsSpan(from, left).CopyTo(scratch.Tokens);
        scratch.Pinned.AsSpan(from, left).CopyTo(scratch.Pinned);
        scratch.Cold.AsSpan(from, left).CopyTo(scratch.Cold);
        scratch.Weights.AsSpan(from * model.Width, left * model.Width).CopyTo(scratch.Weights);
        (_count, _weighed, _pinned, _first) = (left, _weighed - from, _pinned - from, _first - from);
    }
}
