using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;

namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>A value taken out of SQL text.</summary>
/// <param name="Name">A name for the parameter, without prefix.</param>
/// <param name="Value">The source of the expression that is its value.</param>
/// <param name="Expression">The expression where the value is one of the document's own; null where it is a pattern around one.</param>
internal sealed record SqlParameter(string Name, string Value, ExpressionSyntax? Expression);

/// <summary>
/// SQL text as written in one expression (an interpolated string, a sum, a <c>string.Format</c>) and the values to take out of it. Works on the
/// source of the strings, so that raw and verbatim strings, escapes and line breaks stay as they are.
/// </summary>
internal sealed class SqlText
{
    // IN (…): what stands there alone may be several values.
    private static readonly Regex s_list = new(@"\bIN\s*\(\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private readonly List<Operand> _operands;
    private readonly List<SqlParameter> _parameters = new();

    private SqlText(List<Operand> operands) => _operands = operands;

    internal IReadOnlyList<SqlParameter> Parameters => _parameters;

    /// <summary>Whether anything but the parameters is still filled in.</summary>
    internal bool HasOtherHoles => _operands.Any(o => !o.IsGone && (!o.IsString || o.Pieces.Any(p => p.Hole is not null)));

    /// <summary>
    /// The text with its reported holes, and the quotes around them, made parameters; null where the expression has another form, or where
    /// what stands around a hole leaves a doubt.
    /// </summary>
    /// <param name="expression">The expression that is the text.</param>
    /// <param name="holes">The reported holes, and for each whether it stands in quotes.</param>
    /// <param name="isTaken">Names that are in use already, with the value they have there where that is known.</param>
    internal static SqlText? Of(ExpressionSyntax expression, IReadOnlyDictionary<TextSpan, bool> holes, Func<string, string, bool> isTaken)
    {
        var operands = new List<Operand>();
        if (!Read(expression, operands)) return null;
        var text = new SqlText(operands);
        return text.TakeOut(holes, isTaken) ? text : null;
    }

    /// <summary>The expression with each parameter written as said; null where that cannot be written.</summary>
    internal string? ToSource(Func<SqlParameter, string> placeholder)
    {
        var source = new StringBuilder();
        Operand? last = null;
        foreach (var operand in _operands)
        {
            if ((operand.IsGone || operand.JoinsLast) && operand.HasComment) return null;
            if (operand.IsGone) continue;
            if (operand.ToSource(placeholder) is not { } own) return null;

            // "a @name" + " b": what is left behind a value that was on the same line joins what was before it.
            if (last is { IsString: true } && operand.IsString && operand.JoinsLast && own.Prefix == last.Written.Prefix && own.Suffix == last.Written.Suffix
                && !operand.Before.Contains('\n'))
            {
                source.Length -= own.Suffix.Length;
                source.Append(own.Body).Append(own.Suffix);
                continue;
            }

            if (last is not null) source.Append(operand.Before);
            source.Append(own.Prefix).Append(own.Body).Append(own.Suffix);
            operand.Written = own;
            last = operand;
        }

        return last is null ? null : source.ToString();
    }

    /// <summary>One interpolated string whose holes are the values; null where the parts are strings of different forms, on several
    /// lines, or not all strings.</summary>
    internal string? ToInterpolated()
    {
        var first = _operands[0];
        var body = new StringBuilder();
        foreach (var operand in _operands)
        {
            if (operand.IsGone) continue;
            if (!operand.IsString || operand.Quotes != first.Quotes || operand.Dollars > 1 || (operand.IsRaw && _operands.Count(o => !o.IsGone) > 1))
                return null;
            if (operand.HasComment || operand.Before.Contains('\n')) return null;
            foreach (var piece in operand.Pieces)
            {
                if (piece.Parameter is { } parameter) body.Append('{').Append(InHole(parameter.Value)).Append('}');
                else if (piece.Hole is { } hole) body.Append(hole.Source);
                else if (operand.Dollars == 1) body.Append(piece.Text);
                else if (operand.IsRaw && piece.Text.IndexOfAny(new[] { '{', '}' }) >= 0) return null;
                else body.Append(piece.Text.Replace("{", "{{").Replace("}", "}}"));
            }
        }

        return "$" + first.Quotes + body + first.Suffix;
    }

    private static string InHole(string value) => ParseExpression(value) is ConditionalExpressionSyntax ? "(" + value + ")" : value;

    private static bool Read(ExpressionSyntax expression, List<Operand> operands)
    {
        switch (expression)
        {
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum:
                if (!Read(sum.Left, operands)) return false;
                var before = sum.Left.GetTrailingTrivia().ToFullString() + sum.OperatorToken.ToFullString() + sum.Right.GetLeadingTrivia().ToFullString();
                var at = operands.Count;
                if (sum.Right is BinaryExpressionSyntax || !Read(sum.Right, operands)) return false;
                operands[at].Before = before;
                return true;
            case InterpolatedStringExpressionSyntax interpolated:
                operands.Add(Operand.Of(interpolated));
                return true;
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } literal:
                if (Operand.Of(literal.Token) is not { } text) return false;
                operands.Add(text);
                return true;
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Format", Expression: var on } } call
                when operands.Count == 0 && on.ToString() is "string" or "String":
                if (Operand.OfFormat(call) is not { } format) return false;
                operands.Add(format);
                return true;
            default:
                operands.Add(Operand.Of(expression));
                return true;
        }
    }

    private bool TakeOut(IReadOnlyDictionary<TextSpan, bool> holes, Func<string, string, bool> isTaken)
    {
        var found = 0;
        var pieces = _operands.SelectMany(o => o.Pieces).ToList();
        var quoted = false;
        var region = -1;
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i].Hole is { } hole)
            {
                if (!holes.TryGetValue(hole.Span, out var inQuotes)) continue;
                found++;
                if (inQuotes != quoted) return false;
                if (!quoted && !TakeBare(pieces, i, isTaken)) return false;
                continue;
            }

            var text = pieces[i].Text;
            for (var at = text.IndexOf('\''); at >= 0; at = text.IndexOf('\'', at + 1))
            {
                quoted = !quoted;
                if (quoted)
                {
                    region = i;
                    pieces[i].QuoteAt = at;
                }
                else if (region < i && pieces.Skip(region).Take(i - region).Any(p => p.Hole is { } h && holes.ContainsKey(h.Span)))
                {
                    if (!TakeQuoted(pieces, region, i, at, isTaken)) return false;
                    text = pieces[i].Text;
                    at = -1;
                }
            }
        }

        return found == holes.Count && !quoted;
    }

    private bool TakeBare(List<Piece> pieces, int at, Func<string, string, bool> isTaken)
    {
        if (at == 0 || pieces[at - 1] is not { Hole: null, Parameter: null } before || before.Text.Length == 0 || IsWord(before.Text[before.Text.Length - 1]))
            return false;
        if (s_list.IsMatch(before.Text)) return false;
        if (at + 1 < pieces.Count && pieces[at + 1].Text.Length > 0 && IsWord(pieces[at + 1].Text[0])) return false;
        var hole = pieces[at].Hole!;
        var value = hole.Clause.Length == 0 ? Hole.Bare(hole.Expression).ToString() : "$\"" + hole.Interpolation + "\"";
        Put(before.Owner, before, Parameter(hole.Clause.Length == 0 ? hole.Expression : null, hole.Expression, value, isTaken));
        pieces[at].Owner.Remove(pieces[at]);
        if (at + 1 < pieces.Count) pieces[at + 1].Owner.JoinsLast = true;
        return true;
    }

    // From the quote in the piece at "from" to the quote in the piece at "to".
    private bool TakeQuoted(List<Piece> pieces, int from, int to, int close, Func<string, string, bool> isTaken)
    {
        var (start, end) = (pieces[from], pieces[to]);
        var value = new StringBuilder(start.Text.Substring(start.QuoteAt + 1));
        ExpressionSyntax? first = null;
        var holes = 0;
        for (var i = from + 1; i < to; i++)
        {
            if (pieces[i].Parameter is not null) return false;
            if (pieces[i].Hole is not { } hole)
            {
                value.Append(pieces[i].Text);
                continue;
            }

            if (Hole.Plain(hole.Expression).ToString().IndexOfAny(new[] { '\n', '"' }) >= 0 && start.Owner.IsVerbatim) return false;
            if (IsEscape(Hole.Plain(hole.Expression))) return false;
            first ??= hole.Expression;
            holes++;
            value.Append(hole.Interpolation);
        }

        value.Append(end.Text, 0, close);
        var literal = start.Text.Substring(start.QuoteAt + 1) + string.Concat(pieces.Skip(from + 1).Take(to - from - 1).Select(p => p.Text))
            + end.Text.Substring(0, close);
        if (first is null || literal.IndexOfAny(new[] { '"', '\\', '{', '}', '\r', '\n' }) >= 0) return false;

        // '' is a quote in the text, and a prefix or a name right before or after the quotes leaves a doubt; N'…' is plain text.
        var prefix = start.Text.Substring(0, start.QuoteAt);
        var rest = end.Text.Substring(close + 1);
        if (prefix.EndsWith("N", StringComparison.Ordinal) && (prefix.Length == 1 || !IsWord(prefix[prefix.Length - 2])))
            prefix = prefix.Substring(0, prefix.Length - 1);
        if (prefix.Length > 0 && (prefix[prefix.Length - 1] == '\'' || (IsWord(prefix[prefix.Length - 1]) && !EndsWithEscape(prefix)))) return false;
        if (rest.Length > 0 && (rest[0] == '\'' || IsWord(rest[0]))) return false;
        if (s_list.IsMatch(prefix) && rest.TrimStart().StartsWith(")", StringComparison.Ordinal)) return false;

        var isWhole = holes == 1 && literal.Length == 0 && pieces.Skip(from + 1).Take(to - from - 1).Single(p => p.Hole is not null).Hole!.Clause.Length == 0;
        var parameter = Parameter(isWhole ? Hole.Plain(first) : null, first, isWhole ? Hole.Plain(first).ToString() : "$\"" + value + "\"", isTaken);
        for (var i = from + 1; i < to; i++) pieces[i].Owner.Remove(pieces[i]);
        start.Text = prefix;
        end.Text = rest;
        end.Owner.JoinsLast = true;
        Put(start.Owner, start, parameter);
        return true;
    }

    private static void Put(Operand owner, Piece after, SqlParameter parameter) =>
        owner.Pieces.Insert(owner.Pieces.IndexOf(after) + 1, new Piece(owner) { Parameter = parameter });

    private SqlParameter Parameter(ExpressionSyntax? expression, ExpressionSyntax namedAfter, string value, Func<string, string, bool> isTaken)
    {
        if (_parameters.Find(p => p.Value == value) is { } same) return same;
        var stem = NameOf(namedAfter);
        var name = stem;
        for (var i = 2; isTaken(name, value) || Uses(name) || _parameters.Exists(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase)); i++)
            name = stem + i;
        var parameter = new SqlParameter(name, value, expression);
        _parameters.Add(parameter);
        return parameter;
    }

    private bool Uses(string name) =>
        _operands.SelectMany(o => o.Pieces).Any(p => Regex.IsMatch(p.Text, "[@:$]" + name + @"\b", RegexOptions.IgnoreCase));

    private static string NameOf(ExpressionSyntax expression)
    {
        var name = expression switch
        {
            IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call } => NameOf(call.Expression),
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Value" or "Text" } member => NameOf(member.Expression),
            MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
            ConditionalAccessExpressionSyntax access => NameOf(access.Expression),
            PostfixUnaryExpressionSyntax postfix => NameOf(postfix.Operand),
            ParenthesizedExpressionSyntax parenthesized => NameOf(parenthesized.Expression),
            CastExpressionSyntax cast => NameOf(cast.Expression),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce => NameOf(coalesce.Left),
            ElementAccessExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } element =>
                arguments[0].Expression is LiteralExpressionSyntax { Token.Value: string key } ? key : NameOf(element.Expression),
            AwaitExpressionSyntax awaited => NameOf(awaited.Expression),
            _ => "value",
        };
        name = new string(name.TrimStart('_').Where(c => c < 128 && IsWord(c)).ToArray());
        return name.Length == 0 || char.IsDigit(name[0]) ? "value" : char.ToLowerInvariant(name[0]) + name.Substring(1);
    }

    // Escape(name): what it makes of the value is for SQL text.
    private static bool IsEscape(ExpressionSyntax expression) =>
        expression is InvocationExpressionSyntax call && CallShapes.NameNode(call).ToString() is var name
        && (name.Contains("Escape") || name.Contains("Sanitize") || name.Contains("Quote"));

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    // \n'…': the letter belongs to an escape.
    private static bool EndsWithEscape(string text) => text.Length > 1 && text[text.Length - 2] == '\\' && text[text.Length - 1] is 'n' or 't' or 'r';

    private sealed class Hole(ExpressionSyntax expression, string clause, string source)
    {
        internal ExpressionSyntax Expression { get; } = expression;

        internal TextSpan Span { get; } = Bare(expression).Span;

        /// <summary>Alignment and format.</summary>
        internal string Clause { get; } = clause;

        /// <summary>As it stands in the text: <c>{name,10}</c>, or the operand of a sum.</summary>
        internal string Source { get; } = source;

        internal string Interpolation =>
            "{" + (Plain(Expression) is ConditionalExpressionSyntax ? "(" + Plain(Expression) + ")" : Plain(Expression).ToString()) + Clause + "}";

        /// <summary>Without quotes doubled by hand: a parameter takes the value as it is.</summary>
        internal static ExpressionSyntax Plain(ExpressionSyntax expression)
        {
            expression = Bare(expression);
            while (expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Replace",
                Expression: var text } } call
                   && call.ArgumentList.ToString().Replace(" ", "") is "(\"'\",\"''\")") expression = Bare(text);
            return expression;
        }

        internal static ExpressionSyntax Bare(ExpressionSyntax expression)
        {
            while (expression is ParenthesizedExpressionSyntax parenthesized) expression = parenthesized.Expression;
            return expression;
        }
    }

    private sealed class Piece(Operand owner)
    {
        internal Operand Owner { get; } = owner;
        internal string Text { get; set; } = "";
        internal Hole? Hole { get; set; }
        internal SqlParameter? Parameter { get; set; }
        internal int QuoteAt { get; set; }
    }

    /// <summary>A term of a sum; the whole text where there is no sum.</summary>
    private sealed class Operand
    {
        private static readonly Regex s_opening = new("^(?<dollars>\\$*)(?<verbatim>@?)(?<more>\\$*)(?<quotes>\"+)", RegexOptions.CultureInvariant);

        internal List<Piece> Pieces { get; } = new();

        /// <summary>What stands between the term before and this one.</summary>
        internal string Before { get; set; } = "";

        internal bool IsString { get; private set; }

        internal int Dollars { get; private set; }

        /// <summary>The opening without <c>$</c>: <c>"</c>, <c>@"</c>, <c>"""</c> and its line break.</summary>
        internal string Quotes { get; private set; } = "";

        internal string Suffix { get; private set; } = "";

        internal bool IsRaw => Quotes.StartsWith("\"\"\"", StringComparison.Ordinal);

        internal bool IsVerbatim => Quotes.StartsWith("@", StringComparison.Ordinal);

        internal bool HasComment => Before.Contains("//") || Before.Contains("/*");

        /// <summary>Whether a value between the term before and this one was taken out.</summary>
        internal bool JoinsLast { get; set; }

        internal (string Prefix, string Body, string Suffix) Written { get; set; }

        internal bool IsGone => Pieces.All(p => p.Hole is null && p.Parameter is null && p.Text.Length == 0) && (JoinsLast || !IsString);

        internal void Remove(Piece piece) => Pieces.Remove(piece);

        internal static Operand Of(ExpressionSyntax expression)
        {
            var operand = new Operand();
            operand.Pieces.Add(new Piece(operand) { Hole = new Hole(expression, "", expression.ToString()) });
            return operand;
        }

        internal static Operand? Of(SyntaxToken literal)
        {
            var operand = new Operand { IsString = true };
            var text = literal.Text;
            var quotes = s_opening.Match(text).Groups["quotes"].Length;

            // "" is an empty string, """ opens a raw one.
            quotes = quotes >= 3 && literal.Kind() is not SyntaxKind.StringLiteralToken ? quotes : 1;
            var prefix = (text[0] == '@' ? "@" : "") + new string('"', quotes);
            operand.Quotes = prefix;
            operand.Suffix = new string('"', quotes);
            if (text.Length < prefix.Length + quotes) return null;
            operand.Pieces.Add(new Piece(operand) { Text = text.Substring(prefix.Length, text.Length - prefix.Length - quotes) });
            return operand;
        }

        internal static Operand Of(InterpolatedStringExpressionSyntax interpolated)
        {
            var start = interpolated.StringStartToken.Text;
            var operand = new Operand
            {
                IsString = true,
                Dollars = start.Count(c => c == '$'),
                Quotes = start.Replace("$", ""),
                Suffix = interpolated.StringEndToken.Text,
            };
            foreach (var content in interpolated.Contents)
            {
                operand.Pieces.Add(content switch
                {
                    InterpolationSyntax hole => new Piece(operand)
                    {
                        Hole = new Hole(hole.Expression, hole.AlignmentClause?.ToFullString() + hole.FormatClause?.ToFullString(), hole.ToFullString()),
                    },
                    _ => new Piece(operand) { Text = content.ToFullString() },
                });
            }

            return operand;
        }

        // string.Format is read as the interpolated string that it could be.
        internal static Operand? OfFormat(InvocationExpressionSyntax call)
        {
            var arguments = call.ArgumentList.Arguments;
            if (arguments.Any(a => a.NameColon is not null)) return null;
            if (arguments.Count < 2 || arguments[0].Expression is not LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } format)
                return null;
            if (Of(format.Token) is not { IsRaw: false } operand) return null;
            var text = operand.Pieces[0].Text;
            operand.Pieces.Clear();
            operand.Dollars = 1;
            var from = 0;
            foreach (Match match in Regex.Matches(text, @"\{\{|\}\}|\{(\d+)((?:,-?\d+)?(?::[^{}]*)?)\}"))
            {
                if (match.Groups[1].Length == 0) continue;
                var number = int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) + 1;
                if (number >= arguments.Count) return null;
                var (expression, clause) = (arguments[number].Expression, match.Groups[2].Value);
                operand.Pieces.Add(new Piece(operand) { Text = text.Substring(from, match.Index - from) });
                var hole = new Hole(expression, clause, "");
                operand.Pieces.Add(new Piece(operand) { Hole = new Hole(expression, clause, hole.Interpolation) });
                from = match.Index + match.Length;
            }

            operand.Pieces.Add(new Piece(operand) { Text = text.Substring(from) });
            return operand;
        }

        internal (string Prefix, string Body, string Suffix)? ToSource(Func<SqlParameter, string> placeholder)
        {
            var isInterpolated = Dollars > 0 && Pieces.Any(p => p.Hole is not null);
            var unescape = Dollars > 0 && !isInterpolated && !IsRaw;
            var body = new StringBuilder();
            foreach (var piece in Pieces)
            {
                if (piece.Hole is { } hole)
                {
                    body.Append(hole.Source);
                }
                else if (piece.Parameter is { } parameter)
                {
                    var text = placeholder(parameter);
                    var hasBraces = text.Contains('{');
                    if (hasBraces && isInterpolated && IsRaw) return null;
                    body.Append(hasBraces && isInterpolated ? text.Replace("{", "{{").Replace("}", "}}") : text);
                }
                else
                {
                    body.Append(unescape ? piece.Text.Replace("{{", "{").Replace("}}", "}") : piece.Text);
                }
            }

            return (new string('$', isInterpolated ? Dollars : 0) + Quotes, body.ToString(), Suffix);
        }
    }
}
