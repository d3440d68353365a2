namespace ArchitectAnalyzers.Models;

// Fields, properties, parameters, and the methods that a value passes through.
internal sealed partial class Reader
{
    private const int MostHops = 2, MostCallSites = 20;

    private Frame? _frame;
    private int _hops;

    /// <summary>A method stepped into from a call, which tells what its parameters are.</summary>
    private sealed class Frame(IMethodSymbol method, IInvocationOperation call, Frame? parent)
    {
        internal IMethodSymbol Method { get; } = method;
        internal IInvocationOperation Call { get; } = call;
        internal Frame? Parent { get; } = parent;
    }

    private ComposedText ReadField(IFieldReferenceOperation reference)
    {
        var field = reference.Field;
        if (field is { IsStatic: true, Name: "Empty", ContainingType.SpecialType: SpecialType.System_String }) return ComposedText.Empty;
        if (!field.IsReadOnly || _depth >= Provenance.MostDepth || _open.ContainsKey(field)) return Hole(reference, Origin.Unknown);
        _open[field] = ComposedText.Empty;
        _depth++;
        var (text, frame) = (default(ComposedText), _frame);
        _frame = null;
        if (Initializer(field) is { } initializer) text = Read(initializer);
        foreach (var value in ConstructorWrites(field)) text = Read(value).Or(text);
        _frame = frame;
        _depth--;
        _open.Remove(field);
        if (text is null || (text.Origin > Origin.Escaped && !IsSameType(reference, field.ContainingType))) return Hole(reference, Origin.Unknown);

        // Whoever built the object chose the value: for this method that is not a caller.
        return text.AtMost(Origin.Unknown).At(reference);
    }

    private ComposedText ReadProperty(IPropertyReferenceOperation reference)
    {
        var property = reference.Property;
        if (property.IsIndexer && reference.Instance is { } receiver)
        {
            if (IsRequestData(receiver.Type)) return Hole(reference, Origin.Request);
            return IsDictionary(receiver.Type) || ElementType(receiver.Type)?.SpecialType == SpecialType.System_String
                ? ReadElement(receiver).At(reference)
                : Hole(reference, OriginOf(reference));
        }

        if (property is { Name: "NewLine", ContainingType.Name: "Environment" }) return ComposedText.Of("\n");
        if (IsMetadataName(property)) return Hole(reference, Origin.Typed);
        if (property.IsReadOnly && _depth < Provenance.MostDepth && !_open.ContainsKey(property) && Initializer(property) is { } body)
        {
            _open[property] = ComposedText.Empty;
            _depth++;
            var frame = _frame;
            _frame = null;
            var text = Read(body);
            _frame = frame;
            _depth--;
            _open.Remove(property);
            if (text.Origin <= Origin.Escaped || (IsSameType(reference, property.ContainingType) && reference.Instance is null or IInstanceReferenceOperation))
                return text.AtMost(Origin.Unknown).At(reference);
        }

        return Hole(reference, OriginOf(reference));
    }

    /// <summary>The origin of something that is not text itself: who made the object that the text is read from.</summary>
    private Origin OriginOf(IOperation? operation)
    {
        for (var i = 0; i < Provenance.MostDepth && operation is not null; i++)
        {
            switch (operation)
            {
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    continue;
                case IPropertyReferenceOperation reference:
                    if (IsRequestData(reference.Type)) return Origin.Request;
                    operation = reference.Instance;
                    continue;
                case IFieldReferenceOperation reference:
                    operation = reference.Instance;
                    continue;
                case IConditionalAccessInstanceOperation instance:
                    operation = instance.Accessed();
                    continue;
                case IConditionalAccessOperation access:
                    operation = access.WhenNotNull;
                    continue;
                case IInvocationOperation { TargetMethod.Name: "ToString" or "Split" } call:
                    operation = call.Instance;
                    continue;
                case IParameterReferenceOperation reference:
                    var origin = ReadParameter(reference).Origin;

                    // A property of what a caller passes is often a mapping or an option; the caller's own text is not.
                    return origin == Origin.Request ? Origin.Request
                        : origin == Origin.Parameter && ElementType(reference.Type)?.SpecialType == SpecialType.System_String ? Origin.Parameter
                        : Origin.Unknown;
                default:
                    return Origin.Unknown;
            }
        }

        return Origin.Unknown;
    }

    /// <summary>What a parameter is: the argument of the call stepped through, the join over the calls in sight, or a caller's choice.</summary>
    private ComposedText ReadParameter(IParameterReferenceOperation reference)
    {
        var parameter = reference.Parameter;
        if (parameter.ContainingSymbol is not IMethodSymbol method) return Hole(reference, Origin.Unknown);
        if (_frame is { } frame && SymbolEqualityComparer.Default.Equals(method.OriginalDefinition, frame.Method))
        {
            foreach (var argument in frame.Call.Arguments)
            {
                if (argument.Parameter?.Ordinal != parameter.Ordinal) continue;
                _frame = frame.Parent;
                var text = ReadArgument(argument);
                _frame = frame;
                return text.At(reference);
            }
        }

        switch (method.MethodKind)
        {
            case MethodKind.AnonymousFunction:
                return ReadLambdaParameter(reference, method);
            case MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.PropertySet or MethodKind.UserDefinedOperator or MethodKind.Conversion:
                return Hole(reference, Origin.Unknown);
        }

        if (IsFromClient(parameter, method)) return Hole(reference, Origin.Request);
        if (parameter.HasAttribute("CallerMemberNameAttribute") || parameter.HasAttribute("ConstantExpectedAttribute")) return Hole(reference, Origin.Typed);
        if (method.IsOverride) return Hole(reference, Origin.Unknown);
        if ((method.DeclaredAccessibility == Accessibility.Private || method.MethodKind == MethodKind.LocalFunction)
            && method.ExplicitInterfaceImplementations.IsEmpty && ReadCallSites(reference, method) is { } joined)
            return joined;

        // What derives from the type chooses it, or the type itself: a developer, unless a call in sight shows otherwise.
        if (method is { DeclaredAccessibility: Accessibility.Protected or Accessibility.ProtectedAndInternal, MethodKind: MethodKind.Ordinary })
            return ReadCallSites(reference, method) is { Origin: >= Origin.Parameter } passed ? passed : Hole(reference, Origin.Unknown);
        return Hole(reference, Origin.Parameter);
    }

    private ComposedText ReadArgument(IArgumentOperation argument)
    {
        var value = argument.Value;
        while (value is IConversionOperation { OperatorMethod: null } conversion) value = conversion.Operand;
        return value.Type is { SpecialType: not SpecialType.System_String } type && !TextTypes.IsSafe(type) && (type is IArrayTypeSymbol || IsSequence(type) || IsCollectionExpression(value))
            ? ReadElement(value).At(value)
            : Read(value);
    }

    private ComposedText ReadLambdaParameter(IParameterReferenceOperation reference, IMethodSymbol lambda)
    {
        IOperation? function = reference;
        while (function is not null && !(function is IAnonymousFunctionOperation { Symbol: var symbol } && SymbolEqualityComparer.Default.Equals(symbol, lambda)))
            function = function.Parent;
        var argument = function?.Parent;
        while (argument is IDelegateCreationOperation or IConversionOperation) argument = argument.Parent;
        if (argument is not IArgumentOperation { Parent: IInvocationOperation call }) return Hole(reference, Origin.Unknown);
        if (IsFromClient(reference.Parameter, lambda)) return Hole(reference, Origin.Request);
        var receiver = call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null);
        return receiver?.Type is { } type && (type is IArrayTypeSymbol || IsSequence(type)) && reference.Parameter.Ordinal == 0
            ? ReadElement(receiver).At(reference)
            : Hole(reference, Origin.Unknown);
    }

    /// <summary>The text that a method of this type returns; null where its body is out of sight.</summary>
    private ComposedText? ReadBody(IInvocationOperation call)
    {
        var method = call.TargetMethod.OriginalDefinition;
        if (_hops >= MostHops || _depth >= Provenance.MostDepth || _open.ContainsKey(method) || !CanStepInto(call, method)) return null;
        if (Body(method) is not { } body) return null;
        _open[method] = ComposedText.Empty;
        _frame = new Frame(method, call, _frame);
        _hops++;
        _depth++;
        var text = ReadReturns(body);
        _depth--;
        _hops--;
        _frame = _frame.Parent;
        _open.Remove(method);
        return text?.At(call);
    }

    private bool AddYielded(IInvocationOperation call, List<ComposedText> elements)
    {
        var method = call.TargetMethod.OriginalDefinition;
        if (_hops >= MostHops || _open.ContainsKey(method) || !CanStepInto(call, method) || Body(method) is not { } body) return false;
        _open[method] = ComposedText.Empty;
        _frame = new Frame(method, call, _frame);
        _hops++;
        foreach (var value in Returns(body))
        {
            if (value.Parent is IReturnOperation { Kind: OperationKind.YieldReturn }) elements.Add(ReadHole(value));
            else elements.AddRange(Elements(value));
        }

        _hops--;
        _frame = _frame.Parent;
        _open.Remove(method);
        return elements.Count > 0;
    }

    private static bool CanStepInto(IInvocationOperation call, IMethodSymbol method)
    {
        if (method.MethodKind == MethodKind.LocalFunction) return true;
        if (method.IsVirtual || method.IsAbstract || method.IsOverride || method.IsExtern || method.DeclaringSyntaxReferences.Length != 1) return false;
        if (method.DeclaredAccessibility == Accessibility.Private) return true;
        return call.Instance is null or IInstanceReferenceOperation && IsSameType(call, method.ContainingType);
    }

    private static bool IsSameType(IOperation operation, INamedTypeSymbol? type)
    {
        if (type is null) return false;
        var enclosing = operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart)?.ContainingType;
        for (var t = enclosing; t is not null; t = t.ContainingType)
            if (SymbolEqualityComparer.Default.Equals(t.OriginalDefinition, type.OriginalDefinition)) return true;
        return false;
    }

    private IOperation? Body(IMethodSymbol method)
    {
        if (method.DeclaringSyntaxReferences.Length == 0) return null;
        var syntax = method.DeclaringSyntaxReferences[0].GetSyntax(_cancellationToken);
        return _facts.Semantics(syntax.SyntaxTree).GetOperation(syntax, _cancellationToken);
    }

    private ComposedText? ReadReturns(IOperation function)
    {
        if (function is IMethodReferenceOperation { Method: var referenced })
        {
            if (IsEscape(referenced.Name)) return Hole(function, Origin.Escaped);
            if (referenced.DeclaredAccessibility != Accessibility.Private && referenced.MethodKind != MethodKind.LocalFunction) return null;
            if (_hops >= MostHops || _open.ContainsKey(referenced) || Body(referenced.OriginalDefinition) is not { } body) return null;
            _open[referenced] = ComposedText.Empty;
            _hops++;
            var returned = ReadReturns(body);
            _hops--;
            _open.Remove(referenced);
            return returned;
        }

        ComposedText? all = null;
        foreach (var value in Returns(function)) all = Read(value).Or(all);
        return all;
    }

    // What a function returns, without the functions inside it.
    private static List<IOperation> Returns(IOperation function)
    {
        var values = new List<IOperation>();
        var pending = new Stack<IOperation>();
        foreach (var child in function.ChildOperations) pending.Push(child);
        while (pending.Count > 0)
        {
            var operation = pending.Pop();
            if (operation is IReturnOperation { ReturnedValue: { } value })
            {
                values.Add(value);
                continue;
            }

            if (operation is IAnonymousFunctionOperation or ILocalFunctionOperation) continue;
            foreach (var child in operation.ChildOperations) pending.Push(child);
        }

        return values;
    }

    /// <summary>A parameter of a private method or local function over the calls of it; null where nothing in sight calls it, or others may.</summary>
    private ComposedText? ReadCallSites(IParameterReferenceOperation reference, IMethodSymbol method)
    {
        var parameter = reference.Parameter;
        if (_hops >= MostHops || _depth >= Provenance.MostDepth || _open.ContainsKey(parameter) || CallSites(method.OriginalDefinition) is not { Count: > 0 } calls) return null;
        _open[parameter] = ComposedText.Empty;
        _hops++;
        _depth++;
        var frame = _frame;
        _frame = null;
        ComposedText? all = null;
        foreach (var call in calls)
            foreach (var argument in call.Arguments)
                if (argument.Parameter?.Ordinal == parameter.Ordinal) all = ReadArgument(argument).Or(all);
        _frame = frame;
        _depth--;
        _hops--;
        _open.Remove(parameter);
        if (all is null) return null;

        // A result of something out of sight is not proven by being handed through a method.
        if (all is { Origin: Origin.Unknown, IsWhole: true, Worst.Source: not (IFieldReferenceOperation or IPropertyReferenceOperation) })
            return Hole(reference, Origin.Parameter);
        return all.At(reference);
    }

    // Null: too many, or the method is also passed around as a delegate.
    private List<IInvocationOperation>? CallSites(IMethodSymbol method)
    {
        var calls = new List<IInvocationOperation>();
        var scopes = method.MethodKind == MethodKind.LocalFunction
            ? ImmutableArray.Create(method.DeclaringSyntaxReferences[0].GetSyntax(_cancellationToken).Parent!)
            : Declarations(method.ContainingType);
        foreach (var scope in scopes)
        {
#pragma warning disable RS0030 // by name first, and only for a private method that a sink is in
            foreach (var node in scope.DescendantNodes())
#pragma warning restore RS0030
            {
                if (node is not SimpleNameSyntax { Identifier.ValueText: var name } called || name != method.Name) continue;
                var callee = called.Parent is MemberAccessExpressionSyntax member && member.Name == called ? (ExpressionSyntax)member : called;
                if (callee.Parent is not InvocationExpressionSyntax invocation || invocation.Expression != callee)
                {
                    if (IsMethodGroup(callee, method)) return null;
                    continue;
                }

                if (_facts.Semantics(invocation.SyntaxTree).GetOperation(invocation, _cancellationToken) is not IInvocationOperation call
                    || !SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition, method))
                    continue;
                if (calls.Count == MostCallSites) return null;
                calls.Add(call);
            }
        }

        return calls;
    }

    private bool IsMethodGroup(ExpressionSyntax name, IMethodSymbol method) =>
        name.Parent is not InvocationExpressionSyntax and not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } }
        && SymbolEqualityComparer.Default.Equals(_facts.Semantics(name.SyntaxTree).GetSymbolInfo(name, _cancellationToken).Symbol?.OriginalDefinition, method);

    private ImmutableArray<SyntaxNode> Declarations(INamedTypeSymbol type)
    {
        var nodes = ImmutableArray.CreateBuilder<SyntaxNode>(type.DeclaringSyntaxReferences.Length);
        foreach (var reference in type.DeclaringSyntaxReferences) nodes.Add(reference.GetSyntax(_cancellationToken));
        return nodes.ToImmutable();
    }

    private IOperation? Initializer(IFieldSymbol field)
    {
        if (field.DeclaringSyntaxReferences.Length != 1) return null;
        return field.DeclaringSyntaxReferences[0].GetSyntax(_cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: { } value } ? Bind(value) : null;
    }

    // The value of a get-only property: its initializer, or the one expression that it returns.
    private IOperation? Initializer(IPropertySymbol property)
    {
        if (property.IsAbstract || property.DeclaringSyntaxReferences.Length != 1) return null;
        if (property.DeclaringSyntaxReferences[0].GetSyntax(_cancellationToken) is not PropertyDeclarationSyntax declaration) return null;
        if (declaration.ExpressionBody is { Expression: var arrow }) return Bind(arrow);
        if (declaration.Initializer is { Value: var value }) return Bind(value);
        if (declaration.AccessorList is not { Accessors: { Count: 1 } accessors }) return null;
        if (accessors[0].ExpressionBody is { Expression: var get }) return Bind(get);
        return accessors[0].Body is { Statements: { Count: 1 } statements } && statements[0] is ReturnStatementSyntax { Expression: { } returned } ? Bind(returned) : null;
    }

    private List<IOperation> ConstructorWrites(IFieldSymbol field)
    {
        var values = new List<IOperation>();
        foreach (var constructor in field.IsStatic ? field.ContainingType.StaticConstructors : field.ContainingType.InstanceConstructors)
        {
            if (constructor.DeclaringSyntaxReferences.Length == 0) continue;
            if (constructor.DeclaringSyntaxReferences[0].GetSyntax(_cancellationToken) is not ConstructorDeclarationSyntax syntax) continue;
            if (Bind(syntax) is not { } body) continue;
            foreach (var operation in body.Descendants())
                if (operation is ISimpleAssignmentOperation { Target: IFieldReferenceOperation target } assignment
                    && SymbolEqualityComparer.Default.Equals(target.Field, field.OriginalDefinition))
                    values.Add(assignment.Value);
        }

        return values;
    }

    private IOperation? Bind(SyntaxNode node) => _facts.Semantics(node.SyntaxTree).GetOperation(node, _cancellationToken);

    // typeof(T).Name, property.Name: developers write types.
    private static bool IsMetadataName(IPropertySymbol property)
    {
        if (property.Name is not ("Name" or "FullName" or "Namespace")) return false;
        for (var type = property.ContainingType; type is not null; type = type.BaseType)
            if (type.Name == "MemberInfo" && type.ContainingNamespace.Name == "Reflection") return true;
        return false;
    }

    private static bool IsRequestData(ITypeSymbol? type) => type is
    {
        Name: "IQueryCollection" or "IFormCollection" or "IHeaderDictionary" or "IRequestCookieCollection" or "RouteValueDictionary" or "QueryString" or "HttpRequest",
        ContainingNamespace: { Name: "Http" or "Routing" },
    };

    /// <summary>Whether the framework fills the parameter with what a client sent.</summary>
    private bool IsFromClient(IParameterSymbol parameter, IMethodSymbol method)
    {
        foreach (var attribute in parameter.GetAttributes())
        {
            switch (attribute.AttributeClass?.Name)
            {
                case "FromQueryAttribute" or "FromRouteAttribute" or "FromBodyAttribute" or "FromFormAttribute" or "FromHeaderAttribute":
                    return true;
                case "FromServicesAttribute" or "FromKeyedServicesAttribute":
                    return false;
            }
        }

        if (method.Name is "Main" or "<Main>$") return method.IsStatic && parameter.Type is IArrayTypeSymbol;
        if (!IsData(parameter.Type)) return false;
        return _facts.Endpoints().Of(method)?.Kind is EndpointKind.ControllerAction or EndpointKind.MinimalApi or EndpointKind.RazorHandler or EndpointKind.HubMethod
            or EndpointKind.GrpcMethod;
    }

    // Text, collections of text and plain messages; not services, contexts and options.
    private static bool IsData(ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_String || type is IArrayTypeSymbol || (type.TypeKind != TypeKind.Class && IsSequence(type))) return true;
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsAbstract: false } named) return false;
        if (named.DeclaringSyntaxReferences.IsEmpty || named.Name.EndsWith("Options", StringComparison.Ordinal) || named.Name.EndsWith("Settings", StringComparison.Ordinal)) return false;
        if (named.IsRecord) return true;
        foreach (var constructor in named.InstanceConstructors)
            if (constructor.Parameters.Length > 0) return false;
        return named.BaseType is { SpecialType: SpecialType.System_Object or SpecialType.System_ValueType };
    }
}
