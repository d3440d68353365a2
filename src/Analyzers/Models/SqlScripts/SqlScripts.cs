using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace ArchitectAnalyzers.Models;

/// <summary>
/// The SQL that an expression is, where it is known to the last word: constants, locals that are set once, readonly fields, and strings in which
/// only values are filled in. What is assembled otherwise has none.
/// </summary>
internal sealed class SqlScripts
{
    private const int MostDepth = 6;

    private readonly Facts _facts;

    // By text: the rules that read SQL all ask about the same few texts.
    private readonly ConcurrentDictionary<string, SqlScript?> _scripts = new(StringComparer.Ordinal);

    internal SqlScripts(Facts facts) => _facts = facts;

    internal SqlScript? Of(IOperation sql, CancellationToken cancellationToken) =>
        TextOf(sql, cancellationToken) is { } text ? _scripts.GetOrAdd(text, static t => SqlScript.Of(t)) : null;

    /// <summary>
    /// The same, and where the text is put together in steps, the longest that it may become, with <see cref="Unknown"/> for what is not known: for
    /// rules that look at what is there, and not for what is missing.
    /// </summary>
    internal SqlScript? LooselyOf(IOperation sql, CancellationToken cancellationToken)
    {
        if (TextOf(sql, cancellationToken) is { } exact) return _scripts.GetOrAdd(exact, static t => SqlScript.Of(t));
        var composed = _facts.Provenance().Of(sql, cancellationToken);
        string? longest = null;
        foreach (var variant in composed.Variants)
        {
            if (variant.Length == 1 && variant[0].Literal is null) continue;
            var text = new StringBuilder();
            foreach (var part in variant)
                text.Append(part.Literal ?? (SqlPlaces.Of(text.ToString(), "") is SqlPlace.Identifier or SqlPlace.Fragment ? " " + Unknown + " " : "0"));
            if (longest is null || text.Length > longest.Length) longest = text.ToString();
        }

        return longest is null ? null : SqlScript.Of(longest);
    }

    /// <summary>Stands for a name or a piece of SQL that is not known.</summary>
    internal const string Unknown = "unknown__";

    /// <summary>The text itself, with <c>0</c> for each value filled in and <c>{0}</c> for each that becomes a parameter; null where it is not known.</summary>
    internal string? TextOf(IOperation sql, CancellationToken cancellationToken)
    {
        if (sql.ConstantValue is { HasValue: true, Value: string constant }) return constant;
        if (sql.ConstantValue.HasValue) return null;
        var text = new StringBuilder();
        return Read(sql, text, 0, cancellationToken) ? text.ToString() : null;
    }

    private bool Read(IOperation? operation, StringBuilder text, int depth, CancellationToken cancellationToken)
    {
        while (operation is IConversionOperation or IParenthesizedOperation)
        {
            if (operation.Type?.Name == "FormattableString" && operation is IConversionOperation { Operand: IInterpolatedStringOperation composed })
                return Interpolated(composed, text, depth, areParameters: true, cancellationToken);
            operation = operation is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)operation).Operand;
        }

        if (operation is null || depth > MostDepth) return false;
        if (operation.ConstantValue is { HasValue: true, Value: var constant })
        {
            text.Append(Convert.ToString(constant, CultureInfo.InvariantCulture));
            return true;
        }

        switch (operation)
        {
            case IInterpolatedStringOperation interpolated:
                return Interpolated(interpolated, text, depth, interpolated.Type?.Name == "FormattableString", cancellationToken);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum:
                return Read(sum.LeftOperand, text, depth + 1, cancellationToken) && Part(sum.RightOperand, text, depth, cancellationToken);
            case ILocalReferenceOperation local:
                return local.Initializer() is { } initializer && Read(initializer, text, depth + 1, cancellationToken);
            case IFieldReferenceOperation or IPropertyReferenceOperation:
                if (_facts.Provenance().Of(operation, cancellationToken).Constant is not { } known) return false;
                text.Append(known);
                return true;
            default:
                return false;
        }
    }

    // A part of a longer text: known, or a value in the place of one.
    private bool Part(IOperation part, StringBuilder text, int depth, CancellationToken cancellationToken)
    {
        var length = text.Length;
        if (Read(part, text, depth + 1, cancellationToken)) return true;
        text.Length = length;
        if (SqlPlaces.Of(text.ToString(), "") is not (SqlPlace.Value or SqlPlace.ValueList or SqlPlace.QuotedValue)) return false;
        text.Append('0');
        return true;
    }

    private bool Interpolated(IInterpolatedStringOperation interpolated, StringBuilder text, int depth, bool areParameters, CancellationToken cancellationToken)
    {
        var holes = 0;
        foreach (var part in interpolated.Parts)
        {
            switch (part)
            {
                case IInterpolatedStringTextOperation literal:
                    text.Append(literal.Text.ConstantValue.Value as string);
                    break;
                case IInterpolationOperation when areParameters:
                    text.Append('{').Append(holes++).Append('}');
                    break;
                case IInterpolationOperation hole:
                    if (!Part(hole.Expression, text, depth, cancellationToken)) return false;
                    break;
                default:
                    return false;
            }
        }

        return true;
    }
}

internal static class SqlScriptsFacts
{
    internal static SqlScripts SqlScripts(this Facts facts) => facts.Model(static f => new SqlScripts(f));
}
