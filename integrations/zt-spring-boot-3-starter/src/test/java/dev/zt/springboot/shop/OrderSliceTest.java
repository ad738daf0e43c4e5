package dev.zt.springboot.shop;

import dev.zt.springboot.test.AutoConfigureZt;
import org.springframework.boot.test.autoconfigure.web.servlet.WebMvcTest;

// doc: slice
@WebMvcTest(OrderController.class)
@AutoConfigureZt
// end: slice
class OrderSliceTest extends OrderSliceContract {}
