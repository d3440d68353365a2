namespace ArchitectAnalyzers.Models;

// Calls that make text of text.
internal sealed partial class Reader
{
    private ComposedText ReadCall(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (method.ContainingType is not { } type) return Hole(call, Origin.Unknown);
        if (type.SpecialType == SpecialType.System_String) return ReadStringCall(call);
        if (IsEscape(method.Name)) return Hole(call, Origin.Escaped);
        if (method.Name is "ToString" or "ToStringAndClear" && call.Instance is { } receiver)
        {
            if (TextTypes.IsBuilder(type) || TextTypes.IsBuilder(receiver.Type)) return ReadBuilder(receiver);
            if (TextTypes.IsSafe(receiver.Type)) return Hole(call, Origin.Typed);
            return TextTypes.IsText(receiver.Type) ? Read(receiver).At(call) : Hole(call, Origin.Unknown);
        }

        if (TextTypes.IsBuilder(type)) return ReadBuilder(call);
        if (IsSafeResult(type, method.Name)) return Hole(call, Origin.Typed);
        if (IsInput(type, method.Name)) return Hole(call, Origin.Request);

        var arguments = call.Arguments;
        switch (method.Name)
        {
            // FormattableString.Invariant($"…"), WebUtility.HtmlEncode(x): none of them makes SQL of text.
            case "Invariant" or "CurrentCulture" when type.Name == "FormattableString" && arguments.Length == 1:
                return Read(arguments[0].Value);
            case "ToString" when type.Name == "Convert" && arguments.Length > 0:
                return ReadHole(arguments[0].Value).At(call);
            case "HtmlEncode" or "HtmlDecode" or "UrlEncode" or "UrlDecode" or "EscapeDataString" or "UnescapeDataString" when arguments.Length > 0:
                return Read(arguments[0].Value).At(call);
            case "GetValueOrDefault" when arguments.Length > 0 && IsDictionary(call.Instance?.Type ?? arguments[0].Value.Type):
                return ReadValues(call).At(call);
        }

        if (arguments.Length > 0 && IsLinq(method)
            && method.Name is "First" or "FirstOrDefault" or "Last" or "LastOrDefault" or "Single" or "SingleOrDefault" or "ElementAt" or "Max" or "Min")
            return ReadElement(arguments[0].Value).At(call);
        return ReadBody(call) ?? Hole(call, Origin.Unknown);
    }

    private ComposedText ReadStringCall(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "Concat":
                return ReadConcat(call);
            case "Join":
                return ReadJoin(call, Separator(call), Items(call, after: 1));
            case "Format":
                return ReadFormat(call);
            case "Create":
                return Read(call.Arguments[call.Arguments.Length - 1].Value).At(call);
            case "Replace" when call.Instance is { } receiver && call.Arguments.Length >= 2:
                return ReadReplace(call, receiver);
            case "Split" or "ToCharArray":
                return Hole(call, Read(call.Instance).Origin);
        }

        // Copy, Intern: what they are given. Trim, ToUpper, Substring, PadLeft, Insert and the rest: what they are called on, and what they add.
        var text = call.Instance is null ? ComposedText.Empty : Read(call.Instance);
        foreach (var argument in call.Arguments)
        {
            if (argument.Value.Type?.SpecialType != SpecialType.System_String) continue;
            var added = Read(argument.Value);
            if (added.Origin > text.Origin || call.Instance is null) text = added;
        }

        return text.At(call);
    }

    private ComposedText ReadConcat(IInvocationOperation call)
    {
        var text = ComposedText.Empty;
        foreach (var item in Items(call, after: 0)) text = text.Then(item);
        return text.At(call);
    }

    private string Separator(IInvocationOperation call) =>
        call.Arguments.Length == 0 ? "" : Read(call.Arguments[0].Value).Constant ?? " ";

    private ComposedText ReadJoin(IInvocationOperation call, string separator, List<ComposedText> items)
    {
        var text = ComposedText.Empty;
        for (var i = 0; i < items.Count; i++)
            text = (i == 0 ? text : text.Then(ComposedText.Of(separator))).Then(items[i]);
        return text.At(call);
    }

    // The texts that a call is given from an argument on: one by one, as an array, or as a sequence.
    private List<ComposedText> Items(IInvocationOperation call, int after)
    {
        var items = new List<ComposedText>();
        for (var i = after; i < call.Arguments.Length; i++)
        {
            var value = call.Arguments[i].Value;
            while (value is IConversionOperation { IsImplicit: true, OperatorMethod: null } conversion) value = conversion.Operand;
            if (value.Type is { SpecialType: not SpecialType.System_String } type && (type is IArrayTypeSymbol || IsSequence(type) || IsCollectionExpression(value)))
                items.AddRange(Elements(value));
            else
                items.Add(ReadHole(value));
        }

        return items;
    }

    private ComposedText ReadFormat(IInvocationOperation call)
    {
        var first = 0;
        if (call.Arguments.Length > 1 && call.Arguments[0].Parameter?.Type.Name == "IFormatProvider") first = 1;
        if (call.Arguments.Length <= first) return Hole(call, Origin.Unknown);
        var format = Read(call.Arguments[first].Value);
        return Format(format, Items(call, first + 1)) ?? Hole(call, Origin.Unknown);
    }

    // The format with its items filled in; null where the format itself is out of sight.
    private static ComposedText? Format(ComposedText format, List<ComposedText> items)
    {
        if (format.Constant is not { } pattern) return format.IsWhole ? null : format;
        var text = ComposedText.Empty;
        var from = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] is not ('{' or '}')) continue;
            text = text.Then(ComposedText.Of(pattern.Substring(from, i - from)));
            if (i + 1 < pattern.Length && pattern[i + 1] == pattern[i])
            {
                text = text.Then(ComposedText.Of(pattern[i].ToString()));
                from = ++i + 1;
                continue;
            }

            var end = pattern.IndexOf('}', i);
            if (end < 0) return null;
            var number = 0;
            var at = i + 1;
            while (at < end && pattern[at] is >= '0' and <= '9' && number < 1000) number = number * 10 + pattern[at++] - '0';
            if (number >= items.Count) return null;
            text = text.Then(items[number]);
            from = end + 1;
            i = end;
        }

        return text.Then(ComposedText.Of(pattern.Substring(from)));
    }

    private ComposedText ReadReplace(IInvocationOperation call, IOperation receiver)
    {
        var text = Read(receiver);
        var (marker, value) = (call.Arguments[0].Value.ConstantValue, Read(call.Arguments[1].Value));

        // Doubling the closing quote of an identifier is sound; doubling the quote of a string is not, in every dialect and mode.
        if (marker is { HasValue: true, Value: "]" or "\"" or "`" } && value.Constant == "" + marker.Value + marker.Value && text.Origin > Origin.Escaped && text.IsWhole)
            return Hole(call, Origin.Escaped);
        if (marker is { HasValue: true, Value: string old } && text.Fill(old, value.At(call.Arguments[1].Value)) is { } filled) return filled;
        return (value.Origin > text.Origin && text.IsWhole ? value : text).At(call);
    }

    private ComposedText ReadCreation(IObjectCreationOperation creation)
    {
        if (TextTypes.IsBuilder(creation.Type)) return ReadBuilder(creation);
        if (creation.Type?.SpecialType != SpecialType.System_String || creation.Arguments.Length == 0) return Hole(creation, Origin.Unknown);
        return Read(creation.Arguments[0].Value).At(creation);
    }

    /// <summary>What a string builder holds once the expression has run.</summary>
    private ComposedText ReadBuilder(IOperation builder)
    {
        while (builder is IConversionOperation conversion) builder = conversion.Operand;
        if (--_budget <= 0) return Hole(builder, Origin.Unknown);
        switch (builder)
        {
            case IInvocationOperation { Instance: { } receiver } call when TextTypes.IsBuilder(call.TargetMethod.ContainingType):
                return ReadBuild(call, ReadBuilder(receiver));
            case IInvocationOperation call:
                return ReadBody(call) ?? Hole(call, Origin.Unknown);
            case IObjectCreationOperation { Arguments: { Length: > 0 } arguments } when arguments[0].Value.Type?.SpecialType == SpecialType.System_String:
                return ReadHole(arguments[0].Value);
            case IObjectCreationOperation:
                return ComposedText.Empty;
            case ILocalReferenceOperation reference:
                return ReadVariable(reference.Local, reference);
            default:
                return Hole(builder, Origin.Unknown);
        }
    }

    // What a builder holds after one call on it.
    private ComposedText ReadBuild(IInvocationOperation call, ComposedText before)
    {
        var arguments = call.Arguments;
        switch (call.TargetMethod.Name)
        {
            case "Append" or "AppendLiteral" or "AppendFormatted" when arguments.Length > 0:
                return before.Then(ReadHole(Appended(call)));
            case "AppendLine":
                return (arguments.Length > 0 ? before.Then(ReadHole(Appended(call))) : before).Then(ComposedText.Of("\n"));
            case "AppendFormat":
                return before.Then(ReadFormat(call));
            case "AppendJoin":
                return before.Then(ReadJoin(call, Separator(call), Items(call, after: 1)));
            case "Insert" when arguments.Length == 2:
                var inserted = ReadHole(arguments[1].Value);
                return arguments[0].Value.ConstantValue is { HasValue: true, Value: 0 } ? inserted.Then(before) : before.Then(inserted);
            case "Replace" when arguments.Length == 2 && arguments[0].Value.ConstantValue is { HasValue: true, Value: string marker }:
                return before.Fill(marker, ReadHole(arguments[1].Value)) ?? before;
            case "Clear":
                return ComposedText.Empty;
            default:
                return before;
        }
    }

    // Append(provider, $"…") has the text last.
    private static IOperation Appended(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
            if (argument.Value is IInterpolatedStringHandlerCreationOperation) return argument.Value;
        return call.Arguments[0].Value;
    }

    private ComposedText ReadOut(IInvocationOperation call)
    {
        var receiver = call.Instance ?? (call.Arguments.Length > 0 ? call.Arguments[0].Value : null);
        return call.TargetMethod.Name is "TryGetValue" && receiver is not null ? ReadElement(receiver).At(call) : Hole(call, Origin.Unknown);
    }

    private ComposedText ReadValues(IInvocationOperation call)
    {
        var text = ReadElement(call.Instance ?? call.Arguments[0].Value);
        var last = call.Arguments[call.Arguments.Length - 1];
        return call.TargetMethod.Parameters.Length > (call.Instance is null ? 2 : 1) ? text.Or(Read(last.Value)) : text;
    }

    private static bool IsEscape(string name) =>
        name is "QuoteIdentifier" or "DelimitIdentifier" or "QuoteName" or "EscapeIdentifier" or "QuoteIdent" || name.EndsWith("Literal", StringComparison.Ordinal);

    private static bool IsSafeResult(INamedTypeSymbol type, string method) => type.Name switch
    {
        "Convert" => method is "ToHexString" or "ToHexStringLower" or "ToBase64String",
        "BitConverter" => method == "ToString",
        "Enum" => method is "GetName" or "Format",

        // A mapping names tables and columns; developers write it.
        "RelationalEntityTypeExtensions" or "RelationalPropertyExtensions" => method.StartsWith("Get", StringComparison.Ordinal),
        _ => false,
    };

    private static bool IsInput(INamedTypeSymbol type, string method) => type.Name switch
    {
        "Console" => method == "ReadLine",
        _ => false,
    };
}
