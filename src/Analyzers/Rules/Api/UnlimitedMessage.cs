namespace ArchitectAnalyzers.Rules.Api;

/// <summary>The limit on the size of a received message is taken away, or set so high that it is none.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 770, Fix = FixSafety.ChangesBehaviour)]
public sealed class UnlimitedMessage : CallRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3204",
        title: "Keep a limit on the size of messages",
        messageFormat: "With '{0}' at {1}, one message can take all memory; set a limit that your messages need",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A message of gRPC or SignalR is held in memory before the code sees it. Without a limit, one sender with one message decides how much " +
            "memory the process needs.",
        Describe.Cwe(770));

    // No honest message is that large: gRPC starts at 4 MB, SignalR at 32 KB.
    private const long AbsurdForGrpc = 1L << 30, AbsurdForSignalR = 100L * 1000 * 1000;

    private static readonly KnownMethod[] s_table =
    {
        KnownMethod.Set(KnownType.GrpcChannelOptions, "MaxReceiveMessageSize"), KnownMethod.Set(KnownType.GrpcServiceOptions, "MaxReceiveMessageSize"),
        KnownMethod.Set(KnownType.HubOptions, "MaximumReceiveMessageSize"),
    };

    public UnlimitedMessage() : base(Descriptor, s_table) { }

    private protected override void Check(OperationAnalysisContext context, KnownMethod row, Facts facts)
    {
        if (context.Operation.Parent is not ISimpleAssignmentOperation { Value: var value }) return;
        var size = SizeOf(value, row.Type == KnownType.HubOptions ? AbsurdForSignalR : AbsurdForGrpc);
        if (size is not null && !context.Operation.IsForDevelopment())
            context.Report(Descriptor, CallShapes.NameNode(context.Operation.Syntax), row.Name, size);
    }

    private static string? SizeOf(IOperation value, long absurd)
    {
        value = value.Unwrapped();
        if (value is IDefaultValueOperation) return "null";
        return value.ConstantValue switch
        {
            { HasValue: true, Value: null } => "null",
            { HasValue: true, Value: int size } when size >= absurd => value.Syntax.ToString(),
            { HasValue: true, Value: long size } when size >= absurd => value.Syntax.ToString(),
            _ => null,
        };
    }
}
