package dev.zt.message;

/** Whether a request asks for a signed answer (http-signature-08 §3.2). */
public enum ResponseDemand {
    /** Answers without a signature will be refused. */
    SIGNED,
    /** The other side may sign or not. */
    ANY
}
