package dev.zt.springboot.shop;

import dev.zt.springboot.test.AutoConfigureZt;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;

// doc: slice
@WebMvcTest(OrderController.class)
@AutoConfigureZt
// end: slice
class OrderSliceTest extends OrderSliceContract {}
