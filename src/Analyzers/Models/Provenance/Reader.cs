using System.Globalization;

namespace ArchitectAnalyzers.Models;

/// <summary>Reads one value. Not thread-safe, used once: it holds the budget, the variables being read and the methods stepped into.</summary>
internal sealed partial class Reader
{
    private readonly Facts _facts;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<IOperation, Writes> _writes = new();

    // Variables being read, with what is known of them so far: a variable may be part of its own next value.
    private readonly Dictionary<ISymbol, ComposedText> _open = new(SymbolEqualityComparer.Default);

    private int _budget = Provenance.MostOperations;
    private int _depth;

    internal Reader(Facts facts, CancellationToken cancellationToken)
    {
        _facts = facts;
        _cancellationToken = cancellationToken;
    }

    internal ComposedText ReadWhole(IOperation value)
    {
        var text = Read(value);
        return _budget > 0 ? text : Hole(value, Origin.Unknown);
    }

    private ComposedText Read(IOperation? operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion) operation = conversion.Operand;
        if (operation is null) return ComposedText.Empty;
        if (operation.ConstantValue is { HasValue: true, Value: var constant })
            return ComposedText.Of(Convert.ToString(constant, CultureInfo.InvariantCulture) ?? "");
        if (--_budget <= 0) return Hole(operation, Origin.Unknown);
        _cancellationToken.ThrowIfCancellationRequested();
        if (TextTypes.IsSafe(operation.Type)) return Hole(operation, Origin.Typed);

        switch (operation)
        {
            case IInterpolatedStringOperation text:
                return ReadInterpolation(text);
            case IInterpolatedStringHandlerCreationOperation handler:
                return Read(handler.Content);
            case IInterpolatedStringAdditionOperation sum:
                return Read(sum.Left).Then(Read(sum.Right));
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum:
                return ReadSum(sum);
            case IConversionOperation conversion:
                return TextTypes.IsText(conversion.Operand.Type) ? Read(conversion.Operand).At(conversion) : Hole(conversion, Origin.Unknown);
            case IParenthesizedOperation parenthesized:
                return Read(parenthesized.Operand);
            case IConditionalOperation choice:
                return Read(choice.WhenTrue).Or(Read(choice.WhenFalse)).At(choice);
            case ICoalesceOperation choice:
                return Read(choice.Value).Or(Read(choice.WhenNull)).At(choice);
            case ISwitchExpressionOperation choice:
                return ReadArms(choice);
            case IThrowOperation or IDefaultValueOperation:
                return ComposedText.Empty;
            case ISimpleAssignmentOperation assignment:
                return Read(assignment.Value);
            case IAwaitOperation await:
                return Read(await.Operation).At(await);
            case IConditionalAccessOperation access:
                return Read(access.WhenNotNull).At(access);
            case IConditionalAccessInstanceOperation instance:
                return Read(instance.Accessed());
            case IInvocationOperation call:
                return ReadCall(call);
            case IObjectCreationOperation creation:
                return ReadCreation(creation);
            case ILocalReferenceOperation reference:
                return ReadVariable(reference.Local, reference);
            case IParameterReferenceOperation reference:
                return ReadVariable(reference.Parameter, reference);
            case IFieldReferenceOperation reference:
                return ReadField(reference);
            case IPropertyReferenceOperation reference:
                return ReadProperty(reference);
            case IArrayElementReferenceOperation element:
                return ReadElement(element.ArrayReference).At(element);
            default:
                return Hole(operation, Origin.Unknown);
        }
    }

    private static ComposedText Hole(IOperation operation, Origin origin, IOperation? source = null) =>
        ComposedText.Of(TextPart.Of(operation, origin, source));

    // A value in the middle of text: what was composed elsewhere is part of this text, any other value is a hole here.
    private ComposedText ReadHole(IOperation operation)
    {
        while (operation is IConversionOperation { IsImplicit: true, OperatorMethod: null } conversion) operation = conversion.Operand;
        return Read(operation).At(operation);
    }

    private ComposedText ReadInterpolation(IInterpolatedStringOperation interpolated)
    {
        var text = ComposedText.Empty;
        foreach (var part in interpolated.Parts)
        {
            text = text.Then(part switch
            {
                IInterpolatedStringTextOperation literal => Read(literal.Text),
                IInterpolationOperation hole => ReadHole(hole.Expression),
                IInterpolatedStringAppendOperation { AppendCall: IInvocationOperation { Arguments: { Length: > 0 } arguments } } => ReadHole(arguments[0].Value),
                _ => Hole(part, Origin.Unknown),
            });
        }

        return text;
    }

    // Long sums lean to the left: walked, not recursed into.
    private ComposedText ReadSum(IBinaryOperation sum)
    {
        var operands = new Stack<IOperation>();
        IOperation left = sum;
        while (left is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, ConstantValue.HasValue: false, Type.SpecialType: SpecialType.System_String or SpecialType.System_Object } inner)
        {
            operands.Push(inner.RightOperand);
            left = inner.LeftOperand;
            while (left is IConversionOperation { IsImplicit: true, OperatorMethod: null } conversion) left = conversion.Operand;
        }

        var text = ReadHole(left);
        while (operands.Count > 0) text = text.Then(ReadHole(operands.Pop()));
        return text;
    }

    private ComposedText ReadArms(ISwitchExpressionOperation choice)
    {
        ComposedText? all = null;
        foreach (var arm in choice.Arms)
            if (arm.Value is not IThrowOperation and not IConversionOperation { Operand: IThrowOperation }) all = Read(arm.Value).Or(all);
        return all?.At(choice) ?? ComposedText.Empty;
    }

    private static ComposedText Guarded(ISymbol variable, IOperation use, ComposedText text)
    {
        if (text.Origin <= Origin.Escaped) return text;
        return Guards.Of(variable, use) switch
        {
            Guards.Strength.Tested => text.AtMost(Origin.Escaped),
            Guards.Strength.Claimed => text.AtMost(Origin.Unknown),
            _ => text,
        };
    }

    private Writes WritesAround(IOperation operation)
    {
        var root = operation.Root();
        if (!_writes.TryGetValue(root, out var writes)) _writes.Add(root, writes = Writes.Of(root));
        return writes;
    }

    /// <summary>A local or parameter at a use: everything written to it on the way there, in order.</summary>
    private ComposedText ReadVariable(ISymbol variable, IOperation use)
    {
        if (_open.TryGetValue(variable, out var soFar)) return soFar;
        if (_depth >= Provenance.MostDepth) return Hole(use, Origin.Unknown);
        _depth++;
        var text = use is IParameterReferenceOperation parameter ? ReadParameter(parameter) : null;
        foreach (var write in WritesAround(use).To(variable))
        {
            if (!Reaches(write, use, variable)) continue;
            _open[variable] = text ?? ComposedText.Empty;
            var value = ReadWrite(write, text, use);
            text = text is null || write.Kind is WriteKind.Append or WriteKind.Build || IsSure(write, use) ? value : text.Or(value);
        }

        _open.Remove(variable);
        _depth--;
        return Guarded(variable, use, (text ?? Hole(use, Origin.Unknown)).At(use));
    }

    private ComposedText ReadWrite(Write write, ComposedText? before, IOperation use) => write.Kind switch
    {
        WriteKind.Assign => Read(write.Value),
        WriteKind.Append => (before ?? ComposedText.Empty).Then(ReadHole(write.Value)),
        WriteKind.Merge => Read(write.Value).Or(before),
        WriteKind.Element => ReadElement(write.Value),
        WriteKind.Out => ReadOut((IInvocationOperation)write.Value),
        WriteKind.Build => ReadBuild((IInvocationOperation)write.Value, before ?? ComposedText.Empty),
        _ => before ?? Hole(use, Origin.Unknown),
    };

    // Written before the use, or in a loop around both, or somewhere in a member of which the use is an inner function.
    private static bool Reaches(Write write, IOperation use, ISymbol variable)
    {
        if (write.At.Syntax.Span.End <= use.Syntax.SpanStart) return true;
        if (write.At.Syntax.Span.Contains(use.Syntax.Span)) return write.At is IForEachLoopOperation;
        var declared = variable.DeclaringSyntaxReferences.Length > 0 ? variable.DeclaringSyntaxReferences[0].Span : default;
        for (var node = use.Syntax.Parent; node is not null; node = node.Parent)
        {
            if (node.Span.Contains(declared) && node is not (ForStatementSyntax or CommonForEachStatementSyntax)) return false;
            if (node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax && node.Span.Contains(write.At.Syntax.Span))
                return true;
            if (node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax) return true;
        }

        return false;
    }

    // Whether the write happens on every way to the use.
    private static bool IsSure(Write write, IOperation use)
    {
        if (write.Kind is WriteKind.Merge) return true;
        for (var node = write.At.Syntax.Parent; node is not null; node = node.Parent)
        {
            if (node.Span.Contains(use.Syntax.Span)) return write.At.Syntax.Span.End <= use.Syntax.SpanStart;
            if (node is IfStatementSyntax or ElseClauseSyntax or SwitchSectionSyntax or SwitchExpressionArmSyntax or ConditionalExpressionSyntax or CatchClauseSyntax
                or WhileStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
                return false;
        }

        return false;
    }
}
