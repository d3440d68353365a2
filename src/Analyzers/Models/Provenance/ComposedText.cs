using System.Text;

namespace ArchitectAnalyzers.Models;

/// <summary>
/// A text as the code composes it: its parts in order. Where branches compose it differently there are variants; branches that are all
/// constant are one variant, the longest. Immutable.
/// </summary>
internal sealed class ComposedText
{
    private const int MostVariants = 8;

    internal static readonly ComposedText Empty = Of("");

    private ComposedText(ImmutableArray<ImmutableArray<TextPart>> variants)
    {
        Variants = variants;
        foreach (var variant in variants)
            foreach (var part in variant)
                if (part.Origin > Origin || (part.Origin == Origin && Worst.Hole is null)) (Origin, Worst) = (part.Origin, part);
    }

    /// <summary>At least one; each has at least one part, and no two literals in a row.</summary>
    internal ImmutableArray<ImmutableArray<TextPart>> Variants { get; }

    /// <summary>The least safe origin of all parts.</summary>
    internal Origin Origin { get; }

    /// <summary>The part that gave the text its origin.</summary>
    internal TextPart Worst { get; }

    /// <summary>Whether nothing was composed: a constant, or one value passed on whole.</summary>
    internal bool IsWhole
    {
        get
        {
            foreach (var variant in Variants)
                if (variant.Length > 1) return false;
            return true;
        }
    }

    /// <summary>The text where it is the same in all variants and has no hole; otherwise null.</summary>
    internal string? Constant => Variants.Length == 1 && Variants[0].Length == 1 ? Variants[0][0].Literal : null;

    internal static ComposedText Of(string literal) => Of(TextPart.Of(literal));

    internal static ComposedText Of(TextPart part) => new(ImmutableArray.Create(ImmutableArray.Create(part)));

    /// <summary>One after the other. Each variant of either is tried once, next to the first of the other.</summary>
    internal ComposedText Then(ComposedText next)
    {
        if (next.Constant is { Length: 0 }) return this;
        if (Constant is { Length: 0 }) return next;
        var variants = ImmutableArray.CreateBuilder<ImmutableArray<TextPart>>();
        for (var i = 0; i < next.Variants.Length && variants.Count < MostVariants; i++) variants.Add(Join(Variants[0], next.Variants[i]));
        for (var i = 1; i < Variants.Length && variants.Count < MostVariants; i++) variants.Add(Join(Variants[i], next.Variants[0]));
        return new ComposedText(variants.ToImmutable());
    }

    /// <summary>The one or the other.</summary>
    internal ComposedText Or(ComposedText? other)
    {
        if (other is null || ReferenceEquals(other, this)) return this;
        var variants = Variants;
        foreach (var variant in other.Variants) variants = Add(variants, variant);
        return new ComposedText(variants);
    }

    /// <summary>
    /// The text as a value that fills a hole: unless it was composed, where it came from no longer matters but for its origin, and the hole
    /// is the expression written there.
    /// </summary>
    internal ComposedText At(IOperation hole) =>
        Origin == Origin.Constant || !IsWhole ? this : Of(TextPart.Of(hole, Origin, Worst.Source));

    /// <summary>The same with every origin at most this safe or unsafe.</summary>
    internal ComposedText AtMost(Origin limit)
    {
        if (Origin <= limit) return this;
        var variants = ImmutableArray.CreateBuilder<ImmutableArray<TextPart>>(Variants.Length);
        foreach (var variant in Variants)
        {
            var parts = ImmutableArray.CreateBuilder<TextPart>(variant.Length);
            foreach (var part in variant) parts.Add(part.Origin <= limit ? part : TextPart.Of(part.Hole!, limit, part.Source));
            variants.Add(parts.ToImmutable());
        }

        return new ComposedText(variants.ToImmutable());
    }

    /// <summary><c>template.Replace("#name#", value)</c>: the value in the place of a marker; null where no literal part holds the marker.</summary>
    internal ComposedText? Fill(string marker, ComposedText value)
    {
        if (marker.Length == 0) return null;
        ComposedText? all = null;
        var found = false;
        foreach (var variant in Variants)
        {
            var filled = Empty;
            foreach (var part in variant)
            {
                if (part.Literal is not { } literal)
                {
                    filled = filled.Then(Of(part));
                    continue;
                }

                var from = 0;
                for (int at; (at = literal.IndexOf(marker, from, StringComparison.Ordinal)) >= 0; from = at + marker.Length, found = true)
                    filled = filled.Then(Of(literal.Substring(from, at - from))).Then(value);
                filled = filled.Then(Of(literal.Substring(from)));
            }

            all = all is null ? filled : all.Or(filled);
        }

        return found ? all : null;
    }

    /// <summary>For tests and debuggers: literals as they are, holes as <c>{expression:origin}</c>, variants separated by <c> | </c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var variant in Variants)
        {
            if (text.Length > 0) text.Append(" | ");
            foreach (var part in variant)
            {
                if (part.Literal is { } literal) text.Append(literal);
                else text.Append('{').Append(part.Hole!.Syntax).Append(':').Append(part.Origin).Append('}');
            }
        }

        return text.ToString();
    }

    private static ImmutableArray<TextPart> Join(ImmutableArray<TextPart> left, ImmutableArray<TextPart> right)
    {
        if (left[left.Length - 1].Literal is not { } end || right[0].Literal is not { } start) return left.AddRange(right);
        var parts = left.RemoveAt(left.Length - 1).ToBuilder();
        parts.Add(TextPart.Of(end + start));
        for (var i = 1; i < right.Length; i++) parts.Add(right[i]);
        return parts.ToImmutable();
    }

    private static ImmutableArray<ImmutableArray<TextPart>> Add(ImmutableArray<ImmutableArray<TextPart>> variants, ImmutableArray<TextPart> variant)
    {
        if (IsConstant(variant))
        {
            for (var i = 0; i < variants.Length; i++)
            {
                if (!IsConstant(variants[i])) continue;
                return variants[i][0].Literal!.Length >= variant[0].Literal!.Length ? variants : variants.SetItem(i, variant);
            }
        }

        foreach (var known in variants)
            if (Same(known, variant)) return variants;
        return variants.Length < MostVariants ? variants.Add(variant) : variants;
    }

    private static bool IsConstant(ImmutableArray<TextPart> variant) => variant.Length == 1 && variant[0].Literal is not null;

    private static bool Same(ImmutableArray<TextPart> left, ImmutableArray<TextPart> right)
    {
        if (left.Length != right.Length) return false;
        for (var i = 0; i < left.Length; i++)
            if (left[i].Literal != right[i].Literal || left[i].Hole != right[i].Hole || left[i].Origin != right[i].Origin) return false;
        return true;
    }
}
