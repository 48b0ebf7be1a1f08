using System.Net;

namespace Notebook.Tests;

/// <summary>A server on this machine that a page posts a participant's answers to.</summary>
internal sealed class AnswerServer : IDisposable
{
    private readonly HttpListener listener = new();

    public AnswerServer()
    {
        listener.Prefixes.Add(Origin);
        listener.Start();
        Received = Receive();
    }

    /// <summary>Its address, with the last slash.</summary>
    public string Origin { get; } = $"http://localhost:{Random.Shared.Next(20000, 60000)}/";

    /// <summary>What is posted first.</summary>
    public Task<string> Received { get; }

    public void Dispose() => listener.Close();

    private async Task<string> Receive()
    {
        while (true)
        {
            HttpListenerContext context = await listener.GetContextAsync();
            context.Response.Headers.Add("Access-Control-Allow-Origin", "*");
            context.Response.Headers.Add("Access-Control-Allow-Headers", "*");
            using StreamReader reader = new(context.Request.InputStream);
            string body = await reader.ReadToEndAsync();
            context.Response.Close();
            if (context.Request.HttpMethod == "POST")
            {
                return body;
            }
        }
    }
}
