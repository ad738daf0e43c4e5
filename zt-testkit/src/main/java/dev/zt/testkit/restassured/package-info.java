/** Callers and assertions for tests that call by REST Assured: {@link dev.zt.testkit.restassured.ZtRestAssured}. */
package dev.zt.testkit.restassured;
